import type { ConformanceCase } from '../cases/generate-cases.ts';
import { generateCases } from '../cases/generate-cases.ts';
import { isJson } from '../cases/request-spelling.ts';
import type { Contract } from '../contract/contract.ts';
import { isObject } from '../contract/document.ts';
import { loadContract } from '../contract/load-contract.ts';
import { toOperationName } from '../contract/operation.ts';
import { toOperationClass } from '../operations/operation-class.ts';
import { parseJson } from '../prism/prism-answer.ts';
import type { PrismProxy } from '../prism/prism-proxy.ts';
import { startPrismProxy } from '../prism/prism-proxy.ts';
import type { PrismValidator } from '../prism/prism-validator.ts';
import { createPrismValidator } from '../prism/prism-validator.ts';
import { isError } from '../prism/prism-verdict.ts';
import type { NoReply, WireReply } from '../prism/send-request.ts';
import { sendRequest } from '../prism/send-request.ts';
import type { CaseDifference } from './compare-answers.ts';
import { compareAnswers } from './compare-answers.ts';
import { isNotServed } from './not-served.ts';

export interface ConformanceOptions {
  /** The OpenAPI document, parsed. */
  readonly document: object;
  /** The same document as a JSON or YAML file, for Prism. */
  readonly contractFile: string;
  /** The mock's address. The run changes the mock's trackers. */
  readonly mockUrl: string;
  /**
   * Values of path parameters that exist in the mock, by name: `{ tracker_id: '…' }`. Values of other parameters are taken from the lists
   * that the mock returns.
   */
  readonly pathValues?: Readonly<Record<string, string>>;
}

/** A reply that breaks the contract. */
export interface ReplyViolation {
  readonly label: string;
  readonly request: ConformanceCase['request'];
  readonly status: number;
  readonly messages: readonly string[];
}

export interface OperationConformance {
  /** `PUT /tracker/{tracker_id}` */
  readonly operation: string;
  readonly cases: number;
  readonly agreed: number;
  readonly differed: readonly CaseDifference[];
  readonly violations: readonly ReplyViolation[];
}

export interface ConformanceReport {
  readonly operations: readonly OperationConformance[];
  /** True if no reply breaks the contract and every difference is known. */
  readonly ok: boolean;
}

/**
 * Sends a generated set of valid and invalid requests for each operation to a mock, directly and through `prism proxy --errors`, and
 * compares the results. Prism takes about a second to start, each case about 5 ms.
 *
 * @throws {MockError} `option-invalid` if Prism is not installed, `server-not-started` if its proxy does not answer, `contract-invalid` if
 *   the document cannot be served.
 */
export async function runConformance({
  document,
  contractFile,
  mockUrl,
  pathValues = {},
}: ConformanceOptions): Promise<ConformanceReport> {
  const all = loadContract(document);
  // The replies of the others are samples, whose requests Prism judges in many ways that are not accounted for yet.
  const served = all.operations.filter((operation) => toOperationClass(operation).name === 'served');
  const operations = served.length > 0 ? served : all.operations;
  const contract: Contract = { ...all, operations };
  const names = new Set(operations.map(toOperationName));
  const start = (): Promise<PrismProxy> => startPrismProxy({ contractFile, upstreamUrl: mockUrl });
  let proxy = await start();
  try {
    const validator = await createPrismValidator(document);
    const cases = generateCases(document, { ...(await findPathValues(contract, mockUrl)), ...pathValues }).filter(
      ({ operation }) => names.has(operation),
    );
    const results: CaseResult[] = [];
    for (const one of cases) {
      const direct = await sendRequest(mockUrl, one.request);
      const proxied = await sendRequest(proxy.url, one.request, toTimeout(one.request));
      results.push({
        one,
        difference: compareAnswers(one, direct, proxied),
        violation: await findReplyViolation(validator, one, direct),
      });
      // Some requests crash Prism.
      if (!proxy.isRunning()) proxy = await start();
    }
    return toReport(contract, results);
  } finally {
    await proxy.close();
  }
}

/** Prism's time limit in milliseconds. Shorter for a body that is not JSON, which Prism 5.15 and later never answer. */
function toTimeout({ body }: ConformanceCase['request']): number {
  return body.length === 0 || isJson(body) ? 10_000 : 2_000;
}

interface CaseResult {
  readonly one: ConformanceCase;
  readonly difference: CaseDifference | undefined;
  readonly violation: ReplyViolation | undefined;
}

function toReport(contract: Contract, results: readonly CaseResult[]): ConformanceReport {
  const operations = contract.operations.map((operation): OperationConformance => {
    const name = toOperationName(operation);
    const own = results.filter(({ one }) => one.operation === name);
    const differed = own.flatMap(({ difference }) => difference ?? []);
    const violations = own.flatMap(({ violation }) => violation ?? []);
    return { operation: name, cases: own.length, agreed: own.length - differed.length, differed, violations };
  });
  const ok = operations.every(
    ({ differed, violations }) => violations.length === 0 && differed.every(({ reason }) => reason !== undefined),
  );
  return { operations, ok };
}

/** Checks the mock's reply in this process, since Prism's proxy does not see replies to the requests that it refuses. */
async function findReplyViolation(
  validator: PrismValidator,
  { label, request }: ConformanceCase,
  direct: WireReply | NoReply,
): Promise<ReplyViolation | undefined> {
  if ('failure' in direct) return { label, request, status: 0, messages: [`no answer: ${direct.failure}`] };
  if (isNotServed(direct)) return undefined;
  const { status, body } = direct;
  const { reply } = await validator.validate(request, direct);
  const messages = reply.filter(isError).map(({ message }) => message);
  // The mock's own failures are not in the contract, so Prism does not report them.
  if (status >= 500) messages.push(`it failed: ${body.slice(0, 500)}`);
  return messages.length > 0 ? { label, request, status, messages } : undefined;
}

/**
 * Returns values of path parameters that exist in the mock. For `/tracker/{tracker_id}` that is the `tracker_id`, or else the `id`, of the
 * first item that `GET /tracker` returns.
 */
async function findPathValues({ operations }: Contract, mockUrl: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { path } of operations) {
    const { parent, name } = /^(?<parent>.*)\/\{(?<name>[^}]*)\}$/.exec(path)?.groups ?? {};
    const list = operations.find(
      (operation) => operation.method === 'GET' && operation.path === parent && !operation.path.includes('{'),
    );
    if (name === undefined || list === undefined || name in found) continue;
    const reply = await sendRequest(mockUrl, { method: 'GET', target: list.path, headers: {}, body: new Uint8Array() });
    const body = 'status' in reply ? parseJson(reply.body) : undefined;
    const first: unknown = Array.isArray(body) ? body[0] : undefined;
    const value = isObject(first) ? (first[name] ?? first['id']) : undefined;
    if (typeof value === 'string') found[name] = value;
  }
  return found;
}
