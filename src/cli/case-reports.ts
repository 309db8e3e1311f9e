import type { PathOptions } from './distinct-paths.ts';
import { checkDistinctPaths } from './distinct-paths.ts';
import type { Output } from './output.ts';
import type { ReportCase } from './report-case.ts';
import { openReportFiles } from './report-files.ts';

/**
 * Checks that the reports of a command can be written, and returns a function that writes them. Each case that failed is an error.
 *
 * @param hide removes secrets from a text
 * @throws {MockError} `option-invalid`; so does the function
 */
export function openCaseReports(
  options: Pick<PathOptions, 'junit' | 'ctrf' | 'contract' | 'known'>,
  output: Pick<Output, 'err'>,
  hide: (text: string) => string = (text) => text,
): (cases: readonly ReportCase[]) => void {
  checkDistinctPaths(options);
  const warn = (message: string): void => output.err(`warning: ${message}\n`);
  const write = openReportFiles(options, { err: output.err, warn, hide });
  return (cases) => {
    const kinds = cases.map(({ kind }) => kind);
    write(cases, kinds);
  };
}
