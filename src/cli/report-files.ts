import { appendFileSync } from 'node:fs';
import { toCtrf } from './ctrf.ts';
import { isGithub, toAnnotations, toJobSummary } from './github.ts';
import { toJunit } from './junit.ts';
import type { ReportCase } from './report-case.ts';
import type { ServeOptions } from './serve-options.ts';
import { checkReportPath, writeReport } from './write-report.ts';

export interface ReportOutput {
  readonly err: (text: string) => void;
  /** Says what could not be done, but does not make the run fail. */
  readonly warn: (message: string) => void;
  /** Removes secrets from a text. */
  readonly hide: (text: string) => string;
}

/** Writes the reports; cases of the given kinds are errors in annotations, others warnings. */
export type WriteReports = (cases: readonly ReportCase[], errors: readonly ReportCase['kind'][]) => void;

/**
 * Checks that the reports of a run can be written, so that a whole run is not done for nothing.
 *
 * @returns a function that writes them: the files that the options name and, under GitHub Actions, annotations and the job summary
 * @throws {MockError} `option-invalid`; so does the function, after it has written the reports that can be written
 */
export function openReportFiles(
  { junit, ctrf }: Pick<ServeOptions, 'junit' | 'ctrf'>,
  { err, warn, hide }: ReportOutput,
): WriteReports {
  const start = Date.now();
  const toCtrfText = (cases: readonly ReportCase[]): string => toCtrf(cases, { start, stop: Date.now() });
  const files = [
    { option: '--junit', path: junit, toText: toJunit },
    { option: '--ctrf', path: ctrf, toText: toCtrfText },
  ].flatMap(({ path, ...file }) => (path === undefined ? [] : [{ path, ...file }]));
  for (const file of files) checkReportPath(file);

  return (cases, errors) => {
    if (isGithub(process.env)) {
      err(hide(toAnnotations(cases, errors)));
      appendJobSummary(hide(toJobSummary(cases)), warn);
    }
    const failures = files.flatMap((file) => {
      try {
        writeReport(file, hide(file.toText(cases)));
        return [];
      } catch (error) {
        return [error];
      }
    });
    if (failures.length > 0) throw failures[0];
  };
}

/** The summary is GitHub's file, not one that an option names, so the run does not fail if it cannot be written. */
function appendJobSummary(text: string, warn: ReportOutput['warn']): void {
  const path = process.env['GITHUB_STEP_SUMMARY'];
  if (path === undefined || path === '') return;
  try {
    appendFileSync(path, text);
  } catch (error) {
    warn(`the job summary cannot be written: ${String(error)}`);
  }
}
