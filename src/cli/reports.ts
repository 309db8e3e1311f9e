import type { Log } from './log.ts';
import type { Output } from './output.ts';
import type { ProofSummary } from './proof.ts';
import { toReportCases } from './report-case.ts';
import { openReportFiles } from './report-files.ts';
import type { ServeOptions } from './serve-options.ts';

/**
 * Checks that the reports of what the mock served can be written.
 *
 * @returns a function that writes them
 * @throws {MockError} `option-invalid`; so does the function, after it has written the reports that can be written
 */
export function openReports(
  options: Pick<ServeOptions, 'junit' | 'ctrf' | 'failOn'>,
  log: Pick<Log, 'warn'>,
  output: Pick<Output, 'err'>,
): (summary: ProofSummary) => void {
  const { failOn } = options;
  const write = openReportFiles(options, { err: output.err, warn: log.warn, hide: (text) => text });
  return (summary) => write(toReportCases(summary, failOn), failOn);
}
