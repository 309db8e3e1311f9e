import type { Exchange } from '../exchange/exchange.ts';
import { createMask } from '../journal/mask.ts';
import { toPrintable } from '../mock-error.ts';
import { readHarExchanges } from '../recording/har-exchanges.ts';
import { createArchiveJudge } from './archive-judge.ts';
import { toCountText } from './count-text.ts';
import type { FailureKind } from './failure-kinds.ts';
import { RUN_FAILURES } from './failure-kinds.ts';
import type { ExitCode, Output } from './output.ts';
import { createProof, hasFailed } from './proof.ts';
import { openReports } from './reports.ts';
import { toSafeText } from './safe-text.ts';
import { toSummaryText } from './summary-text.ts';
import { toViolationText } from './violation-text.ts';

/** An archive that was read. */
export interface Archive {
  readonly name: string;
  readonly har: unknown;
}

export interface CheckArchiveOptions {
  readonly contract?: string;
  /** In bytes. */
  readonly maxFileSize: number;
  readonly failOn?: readonly FailureKind[];
  readonly junit?: string;
  readonly ctrf?: string;
  /** The address of the API, without a trailing slash. */
  readonly baseUrl?: string;
}

/** Whoever checks an archive wants to know. */
const FAIL_ON: readonly FailureKind[] = ['violations', 'upstream-violations'];

/**
 * Judges the exchanges of archives as those that `proxy` passes on, without any server, and says what breaks the contract.
 *
 * @throws {MockError} if an archive or the contract cannot be read, or a report cannot be written
 */
export async function checkArchives(
  archives: readonly Archive[],
  { failOn = FAIL_ON, junit, ctrf, baseUrl, ...options }: CheckArchiveOptions,
  output: Output,
): Promise<ExitCode> {
  const warn = (text: string): void => output.err(`warning ${toPrintable(text)}\n`);
  const writeReports = openReports({ ...(junit && { junit }), ...(ctrf && { ctrf }), failOn }, { warn }, output);
  const judge = createArchiveJudge(options);
  const { operations } = judge.contract;
  const mask = createMask();
  const current = { place: '', baseUrl: '' };
  const proof = createProof(operations, mask, () => current.baseUrl);
  const addExchange = (exchange: Exchange): void => {
    const mistakes = exchange.violations.map(toViolationText);
    proof.add(exchange, mistakes);
    const status = RUN_FAILURES.undocumented.explain(exchange, operations, mask);
    const notes = [...mistakes, ...(status === undefined ? [] : [status])];
    if (notes.length === 0) return;
    const { request, target, reply } = exchange;
    const subject = toSafeText(`${request.method} ${mask.target(target)}`);
    output.out(`${current.place} ${subject} ${reply.status}  ${notes.join('; ')}\n`);
  };

  const skipped = new Map<string, number>();
  for (const { name, har } of archives) {
    for (const item of readHarExchanges(name, har, baseUrl)) {
      if ('skipped' in item) {
        skipped.set(item.skipped, (skipped.get(item.skipped) ?? 0) + 1);
        continue;
      }
      current.place = toPrintable(`${name}: /log/entries/${item.index}`);
      current.baseUrl = item.baseUrl;
      addExchange(await judge.judge(item));
    }
  }
  for (const [reason, count] of skipped) {
    warn(`${toCountText(count, 'entry', 'entries')} not judged: ${count === 1 ? 'it' : 'each'} ${reason}`);
  }
  const summary = proof.summary();
  output.out(`${toSummaryText(summary, failOn)}\n`);
  writeReports(summary);
  return hasFailed(summary, failOn) ? 1 : 0;
}
