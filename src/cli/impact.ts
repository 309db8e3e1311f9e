import type { Contract } from '../contract/contract.ts';
import type { Violation } from '../contract/violation.ts';
import { toCurlLine } from '../coverage/curl-line.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { Mask } from '../journal/mask.ts';
import { createMask } from '../journal/mask.ts';
import { toPrintable } from '../mock-error.ts';
import { readHarExchanges } from '../recording/har-exchanges.ts';
import { DEFAULT_SESSION } from '../sessions/session-name.ts';
import { createArchiveJudge } from './archive-judge.ts';
import type { Archive } from './check-archive.ts';
import { RUN_FAILURES } from './failure-kinds.ts';
import { toSafeText } from './safe-text.ts';
import { toViolationText } from './violation-text.ts';

/** A recorded exchange that a revision of the contract does not allow any more. */
export interface ImpactedExchange {
  /** `run.har: /log/entries/3`. */
  readonly place: string;
  /** The session that recorded it, or else the archive. */
  readonly test: string;
  /** `PUT /tracker/t-1`, with its secrets masked. */
  readonly request: string;
  readonly curl: string;
  /** What the revision does not allow, a line each. */
  readonly reasons: readonly string[];
  /** What the present contract did not allow either. */
  readonly former: readonly string[];
}

export interface Impact {
  /** The recorded exchanges that have an operation. */
  readonly judged: number;
  /** The tests of these exchanges, with how many each has. */
  readonly tests: ReadonlyMap<string, number>;
  /** Those whose request would break. */
  readonly requests: readonly ImpactedExchange[];
  /** Those whose recorded reply the revision does not allow. The provider will send others, so they are only information. */
  readonly replies: readonly ImpactedExchange[];
  /** Entries that were not judged, by the reason. */
  readonly skipped: ReadonlyMap<string, number>;
  /** The requests whose headers the archive does not have, so that they were not judged. */
  readonly headless: number;
}

export interface ImpactOptions {
  /** The files of the contracts. */
  readonly revision: string;
  readonly present: string | undefined;
  /** In bytes. */
  readonly maxFileSize: number;
  /** The address of the API, without a trailing slash. */
  readonly baseUrl: string | undefined;
}

/**
 * Judges recorded exchanges by the present contract and by a revision of it.
 *
 * @throws {MockError} `contract-invalid` or `archive-invalid`
 */
export async function findImpact(archives: readonly Archive[], options: ImpactOptions): Promise<Impact> {
  const { revision, present, maxFileSize, baseUrl } = options;
  const before = createArchiveJudge({ contract: present, maxFileSize });
  const after = createArchiveJudge({ contract: revision, maxFileSize });
  const mask = createMask();
  const [requests, replies]: [ImpactedExchange[], ImpactedExchange[]] = [[], []];
  const tests = new Map<string, number>();
  const skipped = new Map<string, number>();
  const skip = (reason: string): void => void skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
  let [judged, headless] = [0, 0];
  for (const { name, har } of archives) {
    for (const item of readHarExchanges(name, har, baseUrl)) {
      if ('skipped' in item) {
        skip(item.skipped);
        continue;
      }
      const [old, next] = [await before.judge(item), await after.judge(item)];
      if (old.operation === undefined) {
        skip('has no operation in the present contract');
        continue;
      }
      judged += 1;
      if (!hasHeaders(next)) headless += 1;
      const session = next.session === DEFAULT_SESSION ? item.session : next.session;
      const test = session === undefined || session === DEFAULT_SESSION ? name : session;
      tests.set(test, (tests.get(test) ?? 0) + 1);
      const toImpacted = (reasons: readonly string[], side: Violation['side']): ImpactedExchange => ({
        place: toPrintable(`${name}: /log/entries/${item.index}`),
        test,
        request: toSafeText(`${next.request.method} ${mask.target(next.target)}`),
        curl: toCurlLine({ ...old, request: { ...old.request, target: old.target } }, item.baseUrl, mask),
        reasons,
        former: listViolations(old, side),
      });
      const ofRequest = explainRequest(old, next, after.contract, mask);
      if (ofRequest.length > 0) requests.push(toImpacted(ofRequest, 'request'));
      const ofReply = explainReply(old, next, after.contract, mask);
      if (ofReply.length > 0) replies.push(toImpacted(ofReply, 'reply'));
    }
  }
  return { judged, tests, requests, replies, skipped, headless };
}

function listViolations({ violations }: Pick<Exchange, 'violations'>, side: Violation['side']): string[] {
  return violations.filter((violation) => violation.side === side).map(toViolationText);
}

/** Returns what a revision does not allow and the present contract does, in the request. */
function explainRequest(old: Exchange, next: Exchange, { operations }: Contract, mask: Mask): string[] {
  if (next.operation === undefined) {
    const reason = RUN_FAILURES.unmatched.explain(next, operations, mask);
    return [toSafeText(`the revision has no operation for it: ${reason ?? ''}`)];
  }
  const known = new Set(listViolations(old, 'request'));
  const violations = hasHeaders(next)
    ? next.violations
    : next.violations.filter(({ location: [place] }) => place !== 'header');
  return listViolations({ violations }, 'request').filter((text) => !known.has(text));
}

/** Returns whether an archive has a request's headers. A recording leaves them out, since they may have secrets. */
function hasHeaders({ request }: Exchange): boolean {
  return Object.keys(request.headers).some((name) => name !== 'content-type');
}

function explainReply(old: Exchange, next: Exchange, { operations }: Contract, mask: Mask): string[] {
  if (next.operation === undefined) return [];
  const known = new Set(listViolations(old, 'reply'));
  const status = old.isUndocumented ? undefined : RUN_FAILURES.undocumented.explain(next, operations, mask);
  return [
    ...listViolations(next, 'reply').filter((text) => !known.has(text)),
    ...(status === undefined ? [] : [toSafeText(status)]),
  ];
}
