import { appendFileSync } from 'node:fs';
import { toCtrf } from './ctrf.ts';
import { isGithub, toAnnotations, toJobSummary } from './github.ts';
import { toJunit } from './junit.ts';
import type { Log } from './log.ts';
import type { Output } from './output.ts';
import type { ProofSummary } from './proof.ts';
import type { ReportCase } from './report-case.ts';
import { toReportCases } from './report-case.ts';
import type { ServeOptions } from './serve-options.ts';
import { checkReportPath, writeReport } from './write-report.ts';

type ReportOptions = Pick<ServeOptions, 'junit' | 'ctrf' | 'failOn'>;

/**
 * Checks that the reports of a run can be written, so that a whole run is not done for nothing.
 *
 * @returns a function that writes them: the files that the options name and, under GitHub Actions, annotations and the job summary
 * @throws {MockError} `option-invalid`; so does the function, after it has written the reports that can be written
 */
export function openReports(
  { junit, ctrf, failOn }: ReportOptions,
  log: Pick<Log, 'warn'>,
  output: Pick<Output, 'err'>,
): (summary: ProofSummary) => void {
  const start = Date.now();
  const files = [
    { option: '--junit', path: junit, toText: toJunit },
    { option: '--ctrf', path: ctrf, toText: (cases: ReportCase[]) => toCtrf(cases, { start, stop: Date.now() }) },
  ].flatMap(({ path, ...file }) => (path === undefined ? [] : [{ path, ...file }]));
  for (const file of files) checkReportPath(file);

  return (summary) => {
    const cases = toReportCases(summary, failOn);
    if (isGithub(process.env)) {
      output.err(toAnnotations(cases, failOn));
      appendJobSummary(toJobSummary(cases), log);
    }
    const failures = files.flatMap((file) => {
      try {
        writeReport(file, file.toText(cases));
        return [];
      } catch (error) {
        return [error];
      }
    });
    if (failures.length > 0) throw failures[0];
  };
}

/** The summary is GitHub's file, not one that an option names, so the run does not fail if it cannot be written. */
function appendJobSummary(text: string, log: Pick<Log, 'warn'>): void {
  const path = process.env['GITHUB_STEP_SUMMARY'];
  if (path === undefined || path === '') return;
  try {
    appendFileSync(path, text);
  } catch (error) {
    log.warn(`the job summary cannot be written: ${String(error)}`);
  }
}
