import { FIXTURE_DEPTH } from '../budgets.ts';
import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import { findResponse, toOperationName } from '../contract/operation.ts';
import { toSchemaMessage } from '../contract/schema-message.ts';
import { checkInput, listInputProblems } from '../control/check-input.ts';
import type { RequestPattern, StubInput, StubReply } from '../control/control-types.ts';
import { suggestName } from '../control/nearest-name.ts';
import { FRAMING_HEADERS } from '../exchange/framing-headers.ts';
import { canMatchTemplate } from '../exchange/path-pattern.ts';
import { isDeep } from '../trackers/depth.ts';
import { hasTextBody } from './text-body.ts';

/**
 * Checks that a stub can take effect, and that its reply conforms to the contract unless the stub allows violations.
 *
 * @throws {MockError} `stub-invalid` with the JSON pointer of each problem
 */
export function checkStub(input: StubInput, contract: Contract): void {
  checkInput('StubInput', input, 'add the stub', 'stub-invalid', () => listFurtherProblems(input, contract));
}

/** Returns the problems for which {@link checkStub} throws. */
export function listStubProblems(input: unknown, contract: Contract): string[] {
  return listInputProblems('StubInput', input, () => listFurtherProblems(input as StubInput, contract));
}

/** @param input valid by the schema */
function* listFurtherProblems(input: StubInput, contract: Contract): Generator<string> {
  // A fixture has two levels more: what is stubbed must load again as part of a state.
  if (isDeep(input, FIXTURE_DEPTH - 2)) {
    yield `/ nests deeper than ${FIXTURE_DEPTH - 2} levels`;
    return;
  }
  yield* listProblems(input, contract);
  if (input.reply !== undefined) yield* listHeaderProblems(input.reply);
  yield* listReplyViolations(input, contract);
}

/** Lists the problems that a schema cannot express. */
function* listProblems(
  { match = {}, reply, delay, fault, violation }: StubInput,
  contract: Contract,
): Generator<string> {
  if (reply === undefined && delay === undefined && fault === undefined) {
    yield '/ has no reply, delay or fault. Give at least one';
  }
  const known = contract.operations.map((operation) => toOperationName(operation));
  if (match.operation !== undefined && !known.includes(match.operation)) {
    yield `/match/operation is not an operation of the contract (${JSON.stringify(match.operation)}); ${suggestName(match.operation, known)}`;
  }
  if (match.path !== undefined && !/^[/*]/.test(match.path)) {
    yield `/match/path matches no path, since it does not begin with / or * (${JSON.stringify(match.path)}). Give one such as "/tracker/*"`;
  }
  yield* listRepeatedHeaders('/match/headers', match.headers ?? {});
  if (violation !== undefined && fault !== 'contract-violation') {
    yield '/violation has no effect without "fault": "contract-violation". Add the fault, or omit it';
  }
  if (typeof delay === 'object' && delay.min > delay.max) {
    yield `/delay/min is above /delay/max (${JSON.stringify(delay)})`;
  }
}

/** Lists the headers that Node would refuse to send. */
function* listHeaderProblems({ headers = {} }: StubReply): Generator<string> {
  yield* listRepeatedHeaders('/reply/headers', headers);
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) {
      yield `/reply/headers has a name that is not a header name (${JSON.stringify(name)})`;
    }
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      yield `/reply/headers/${name} contains characters that are not allowed in a header`;
    }
    if (FRAMING_HEADERS.has(name.toLowerCase())) {
      yield `/reply/headers/${name} is set by the server. Omit it`;
    }
  }
}

function* listRepeatedHeaders(place: string, headers: object): Generator<string> {
  const names = new Set<string>();
  for (const name of Object.keys(headers)) {
    const key = name.toLowerCase();
    if (names.has(key)) yield `${place}/${name} is given twice, in upper and lower case. Give it once`;
    names.add(key);
  }
}

function* listReplyViolations(
  { match = {}, reply, allowViolations }: StubInput,
  contract: Contract,
): Generator<string> {
  if (reply === undefined || allowViolations === true) return;
  // A text is no value of a schema of JSON.
  const value = hasTextBody(reply) ? undefined : reply.body;
  const checked = findOperations(match, contract).flatMap((operation) => {
    const { schema, observed } = findResponse(operation, reply.status) ?? {};
    return schema === undefined ? [] : [{ operation, observed, errors: schema.check(value) ?? [] }];
  });
  // Operations differ in the errors that the server was observed to send: one of them is enough for a stub that may apply to several.
  const isObserved = checked.some(({ observed, errors }) => observed === true && errors.length === 0);
  for (const { operation, observed, errors } of checked) {
    if (isObserved && observed === true) continue;
    for (const error of errors) {
      yield `/reply/body${error.instancePath} ${toSchemaMessage(error)}: it breaks the contract of ${toOperationName(operation)}. Correct it, or add "allowViolations": true`;
    }
  }
}

/** Returns the operations that a stub with this pattern may apply to. */
function findOperations({ operation: name, method, path }: RequestPattern, contract: Contract): Operation[] {
  const found = contract.operations.filter(
    (operation) =>
      (name === undefined || toOperationName(operation) === name) &&
      (method === undefined || method.toUpperCase() === operation.method) &&
      (path === undefined || canMatchTemplate(path, operation.path)),
  );
  // A path is routed to the first operation of a method.
  return path === undefined || path.includes('*')
    ? found
    : found.filter((operation) => operation === found.find((first) => first.method === operation.method));
}
