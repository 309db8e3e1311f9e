import { appendFileSync } from 'node:fs';
import { toCtrf } from './ctrf.ts';
import type { PathOptions } from './distinct-paths.ts';
import { checkDistinctPaths } from './distinct-paths.ts';
import { isGithub, toAnnotations, toJobSummary } from './github.ts';
import { toJunit } from './junit.ts';
import type { Output } from './output.ts';
import type { ReportCase } from './report-case.ts';
import { checkReportPath, writeReport } from './write-report.ts';

/**
 * Checks that the reports of a command can be written, and returns a function that writes them: the files that the options name and, under
 * GitHub Actions, annotations and the job summary.
 *
 * @param hide removes secrets from a text
 * @throws {MockError} `option-invalid`; so does the function
 */
export function openCaseReports(
  options: Pick<PathOptions, 'junit' | 'ctrf' | 'contract'>,
  output: Pick<Output, 'err'>,
  hide: (text: string) => string = (text) => text,
): (cases: readonly ReportCase[]) => void {
  checkDistinctPaths(options);
  const { junit, ctrf } = options;
  const start = Date.now();
  const toCtrfText = (cases: readonly ReportCase[]): string => toCtrf(cases, { start, stop: Date.now() });
  const files = [
    { option: '--junit', path: junit, toText: toJunit },
    { option: '--ctrf', path: ctrf, toText: toCtrfText },
  ].flatMap(({ path, ...file }) => (path === undefined ? [] : [{ path, ...file }]));
  for (const file of files) checkReportPath(file);
  return (cases) => {
    if (isGithub(process.env)) {
      const kinds = cases.map(({ kind }) => kind);
      output.err(hide(toAnnotations(cases, kinds)));
      const path = process.env['GITHUB_STEP_SUMMARY'] ?? '';
      if (path !== '') appendFileSync(path, hide(toJobSummary(cases)));
    }
    for (const file of files) writeReport(file, hide(file.toText(cases)));
  };
}
