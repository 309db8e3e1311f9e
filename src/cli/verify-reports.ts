import { appendFileSync } from 'node:fs';
import type { VerifyReport } from '../conformance/verify-report.ts';
import { toCountText } from './count-text.ts';
import { toCtrf } from './ctrf.ts';
import { checkDistinctPaths } from './distinct-paths.ts';
import { isGithub, toAnnotations, toJobSummary } from './github.ts';
import { toJunit } from './junit.ts';
import type { Output } from './output.ts';
import type { ReportCase } from './report-case.ts';
import type { VerifyCommandOptions } from './verify-command.ts';
import { checkReportPath, writeReport } from './write-report.ts';

/**
 * Checks that the reports of a run can be written, and returns a function that writes them.
 *
 * @throws {MockError} `option-invalid`
 */
export function openVerifyReports(
  options: Pick<VerifyCommandOptions, 'junit' | 'ctrf' | 'contract' | 'known'>,
  output: Output,
): (report: VerifyReport) => void {
  checkDistinctPaths(options);
  const { junit, ctrf } = options;
  const start = Date.now();
  const files = [
    { option: '--junit', path: junit, toText: toJunit },
    { option: '--ctrf', path: ctrf, toText: (cases: ReportCase[]) => toCtrf(cases, { start, stop: Date.now() }) },
  ].flatMap(({ path, ...file }) => (path === undefined ? [] : [{ path, ...file }]));
  for (const file of files) checkReportPath(file);
  return (report) => {
    const cases = toVerifyCases(report);
    if (isGithub(process.env)) {
      output.err(toAnnotations(cases, ['violations']));
      const path = process.env['GITHUB_STEP_SUMMARY'] ?? '';
      if (path !== '') appendFileSync(path, toJobSummary(cases));
    }
    for (const file of files) writeReport(file, file.toText(cases));
  };
}

/** The test cases of a run: each phase that had cases, and the run as a whole. */
function toVerifyCases({ url, phases, differences, problems, requests }: VerifyReport): ReportCase[] {
  const common = { kind: 'violations', ms: 0, sources: {} } as const;
  const planned = phases.filter((one) => one.planned > 0);
  const ofPhases = planned.map(({ phase, ran }): ReportCase => {
    const own = differences.filter((difference) => difference.phase === phase);
    const open = own.filter(({ known }) => known === undefined);
    return {
      ...common,
      name: `verify: ${phase}`,
      requests: ran,
      failure: open.length === 0 ? undefined : toCountText(open.length, 'difference'),
      failures: open.map(({ operation, label, what, curl, case: id }) => ({
        request: `${operation} (${label}, case ${id})`,
        reasons: [what],
        curl,
      })),
      allowed: own.flatMap(({ known, what }) => (known === undefined ? [] : [`${what}: ${known}`])),
    };
  });
  const whole: ReportCase = {
    ...common,
    name: 'verify: the run as a whole',
    requests,
    failure: problems.length === 0 ? undefined : toCountText(problems.length, 'problem'),
    failures: problems.map((problem) => ({ request: url, reasons: [problem], curl: `tracker-mock verify ${url}` })),
    allowed: [],
  };
  return [...ofPhases, whole];
}
