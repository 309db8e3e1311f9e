import { Agent } from 'node:http';
import type { ConformanceCase } from '../cases/generate-cases.ts';
import { generateCases } from '../cases/generate-cases.ts';
import { isJson } from '../cases/request-spelling.ts';
import type { Contract } from '../contract/contract.ts';
import { loadContract } from '../contract/load-contract.ts';
import { toOperationName } from '../contract/operation.ts';
import type { PrismProxy } from '../prism/prism-proxy.ts';
import { startPrismProxy } from '../prism/prism-proxy.ts';
import type { PrismValidator } from '../prism/prism-validator.ts';
import { createPrismValidator } from '../prism/prism-validator.ts';
import { isError } from '../prism/prism-verdict.ts';
import type { NoReply, WireReply } from '../prism/send-request.ts';
import { sendRequest } from '../prism/send-request.ts';
import { PYDANTIC_FORMATS } from '../pydantic/formats.ts';
import type { CaseDifference } from './compare-answers.ts';
import { compareAnswers } from './compare-answers.ts';
import { isNotServed } from './not-served.ts';
import { selectOperations } from './operation-filter.ts';
import { findPathValues } from './path-values.ts';
import { createRestBodyModel } from './rest-body-model.ts';

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
  /** Compares only the operations that one of these matches: `GET /agents*`, by name, path or id. */
  readonly globs?: readonly string[];
  /** Called after each case. */
  readonly onCase?: (done: number, total: number) => void;
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
 * @throws {MockError} `option-invalid` if Prism is not installed or a glob selects no operation, `server-not-started` if Prism's proxy does
 *   not answer, `contract-invalid` if the document cannot be served.
 */
export async function runConformance(options: ConformanceOptions): Promise<ConformanceReport> {
  const { document, contractFile, mockUrl, pathValues = {}, globs = [], onCase } = options;
  const all = loadContract(document, PYDANTIC_FORMATS);
  const selected = selectOperations(all, globs);
  const contract = { ...all, operations: all.operations.filter((one) => selected.has(toOperationName(one))) };
  const start = (): Promise<PrismProxy> => startPrismProxy({ contractFile, upstreamUrl: mockUrl });
  let proxy = await start();
  const agent = new Agent({ keepAlive: true });
  try {
    const validator = await createPrismValidator(document, false);
    const cases = generateCases(contract, {
      known: { ...(await findPathValues(all, mockUrl)), ...pathValues },
      toBodyModel: (operation) => createRestBodyModel(contract.schemas, operation),
    });
    const results: Promise<CaseResult>[] = [];
    for (const one of cases) {
      const direct = await sendRequest(mockUrl, one.request, undefined, agent);
      const proxied = sendRequest(proxy.url, one.request, toTimeout(one.request), agent);
      // Prism validates the reply in this process while its proxy handles the request in another one.
      const violation = await findReplyViolation(validator, one, direct);
      results.push(proxied.then((answer) => ({ one, difference: compareAnswers(one, direct, answer), violation })));
      // Prism reads a body before it passes on the request. If it is not JSON, the mock never gets it, so the next case need not wait.
      if (isReadable(one.request)) await proxied;
      // Some requests crash Prism.
      if (!proxy.isRunning()) proxy = await start();
      onCase?.(results.length, cases.length);
    }
    return toReport(contract, await Promise.all(results));
  } finally {
    agent.destroy();
    await proxy.close();
  }
}

/** Prism's time limit in milliseconds. Shorter for a body that is not JSON, which Prism 5.15 and later never answer. */
function toTimeout(request: ConformanceCase['request']): number {
  return isReadable(request) ? 10_000 : 2_000;
}

function isReadable({ body }: ConformanceCase['request']): boolean {
  return body.length === 0 || isJson(body);
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
