import type { Contract } from '../contract/contract.ts';
import { toPointer } from '../contract/json-pointer.ts';
import type { Operation } from '../contract/operation.ts';
import { findResponse, toOperationName } from '../contract/operation.ts';
import { VIOLATION_KINDS } from '../exchange/applied-override.ts';
import type { RequestPattern } from '../exchange/request-pattern.ts';
import { REQUEST_CRITERIA } from '../exchange/request-pattern.ts';
import { MockError } from '../mock-error.ts';
import { LONGEST_DELAY } from './prefer-header.ts';
import type { StubInput } from './stub.ts';
import { FAULTS } from './stub.ts';

/**
 * Refuses a stub that could not do what it says, and a reply that breaks the contract unless that is the point.
 *
 * @throws {MockError} `stub-invalid` with the JSON pointer of each mistake
 */
export function checkStub(input: StubInput, contract: Contract): void {
  const problems = [
    ...listUnknownMembers(input, MEMBERS, ''),
    ...listUnknownMembers(input.match ?? {}, REQUEST_CRITERIA, '/match'),
    ...listUnknownMembers(input.reply ?? {}, REPLY_MEMBERS, '/reply'),
    ...listProblems(input, contract),
    ...listReplyViolations(input, contract),
  ];
  if (problems.length === 0) return;
  throw new MockError('stub-invalid', `Failed to add the stub: ${problems[0] ?? ''}.`, problems);
}

/** What a stub and its parts may have. A slip of the pen in a match would fit every request. */
const MEMBERS = ['match', 'times', 'probability', 'after', 'reply', 'delay', 'fault', 'violation', 'allowViolations'];
const REPLY_MEMBERS = ['status', 'headers', 'body'];

function* listUnknownMembers(part: object, known: readonly string[], pointer: string): Generator<string> {
  for (const name of Object.keys(part)) {
    if (!known.includes(name)) yield `${toPointer(pointer, name)} is not known there. It may have ${known.join(', ')}`;
  }
}

function* listProblems(
  { match = {}, times, probability, after, reply, delay, fault, violation }: StubInput,
  contract: Contract,
): Generator<string> {
  if (reply === undefined && delay === undefined && fault === undefined) {
    yield '/ has neither reply nor delay nor fault: say what is to happen';
  }
  if (match.operation !== undefined && findOperations(match, contract).length === 0) {
    const known = contract.operations.map((operation) => toOperationName(operation)).join(', ');
    yield `/match/operation is ${JSON.stringify(match.operation)}, which the contract does not have. It has ${known}`;
  }
  if (times !== undefined && !(Number.isInteger(times) && times > 0)) {
    yield `/times is not a count from 1 up (${times})`;
  }
  if (after !== undefined && !(Number.isInteger(after) && after >= 0)) {
    yield `/after is not a count from 0 up (${after})`;
  }
  if (probability !== undefined && !(probability >= 0 && probability <= 1)) {
    yield `/probability is not between 0 and 1 (${probability})`;
  }
  if (fault !== undefined && !FAULTS.includes(fault)) {
    yield `/fault is ${JSON.stringify(fault)}, not one of ${FAULTS.join(', ')}`;
  }
  if (violation !== undefined && !VIOLATION_KINDS.includes(violation)) {
    yield `/violation is ${JSON.stringify(violation)}, not one of ${VIOLATION_KINDS.join(', ')}`;
  }
  if (delay !== undefined) {
    const [min, max] = typeof delay === 'number' ? [delay, delay] : [delay.min, delay.max];
    if (!(min >= 0 && min <= max && max <= LONGEST_DELAY)) {
      yield `/delay is not between 0 and ${LONGEST_DELAY} ms (${JSON.stringify(delay)})`;
    }
  }
  if (reply !== undefined) yield* listReplyProblems(reply);
}

/** What Node would refuse to send. */
function* listReplyProblems({ status, headers = {} }: NonNullable<StubInput['reply']>): Generator<string> {
  if (!(Number.isInteger(status) && status >= 200 && status <= 599)) {
    yield `/reply/status is not a status from 200 to 599 (${status})`;
  }
  for (const [name, value] of Object.entries(headers)) {
    if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) {
      yield `/reply/headers has a name that no header can have (${JSON.stringify(name)})`;
    }
    if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) yield `/reply/headers/${name} has characters that no header can have`;
    if (['content-length', 'transfer-encoding', 'connection'].includes(name.toLowerCase())) {
      yield `/reply/headers/${name} is the transport's own; leave it out`;
    }
  }
}

function* listReplyViolations(
  { match = {}, reply, allowViolations }: StubInput,
  contract: Contract,
): Generator<string> {
  if (reply === undefined || allowViolations === true) return;
  for (const operation of findOperations(match, contract)) {
    const errors = findResponse(operation, reply.status)?.schema?.check(reply.body) ?? [];
    for (const { instancePath, message = 'is not valid' } of errors) {
      yield `/reply/body${instancePath} ${message}: it breaks the contract of ${toOperationName(operation)}. Correct it, or add "allowViolations": true`;
    }
  }
}

/** The operations that a match may concern, by its operation and method. */
function findOperations({ operation: name, method }: RequestPattern, contract: Contract): Operation[] {
  return contract.operations.filter(
    (operation) =>
      (name === undefined || toOperationName(operation) === name) &&
      (method === undefined || method.toUpperCase() === operation.method),
  );
}
