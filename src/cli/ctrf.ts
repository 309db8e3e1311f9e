import type { CTRFReport, Test } from 'ctrf';
import { VERSION } from '../version.ts';
import type { ReportCase } from './report-case.ts';
import { toFailureLines } from './report-case.ts';

/**
 * A run in the Common Test Report Format (https://ctrf.io).
 *
 * @param times when the run began and ended, in milliseconds since 1970
 */
export function toCtrf(cases: readonly ReportCase[], times: { readonly start: number; readonly stop: number }): string {
  const failed = cases.filter(({ failure }) => failure !== undefined).length;
  const report: CTRFReport = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    generatedBy: 'agentex-tracker-mock',
    results: {
      tool: { name: 'agentex-tracker-mock', version: VERSION },
      summary: {
        tests: cases.length,
        passed: cases.length - failed,
        failed,
        pending: 0,
        skipped: 0,
        other: 0,
        ...times,
      },
      tests: cases.map((reported) => toTest(reported)),
    },
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function toTest({ name, kind, requests, ms, sources, failure, failures, allowed }: ReportCase): Test {
  return {
    name,
    status: failure === undefined ? 'passed' : 'failed',
    duration: Math.round(ms),
    suite: ['tracker-mock'],
    ...(failure === undefined
      ? {}
      : { message: failure, trace: failures.flatMap((one) => toFailureLines(one)).join('\n') }),
    ...(allowed.length === 0 ? {} : { stdout: ['Allowed violations:', ...allowed] }),
    extra: { kind, requests, sources, failures },
  };
}
