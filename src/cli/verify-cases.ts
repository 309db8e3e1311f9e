import type { VerifyReport } from '../conformance/verify-report.ts';
import { toCountText } from './count-text.ts';
import type { ReportCase } from './report-case.ts';

/** Returns the test cases of a run: each phase that had cases, and the run as a whole. */
export function toVerifyCases({ url, phases, differences, problems, requests }: VerifyReport): ReportCase[] {
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
