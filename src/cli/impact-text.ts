import { toPrintable } from '../mock-error.ts';
import { toCountText } from './count-text.ts';
import type { Impact, ImpactedExchange } from './impact.ts';
import type { ReportCase } from './report-case.ts';

/** The impact of a revision in lines for people: each exchange that it breaks with its test, and the tests as a whole. */
export function toImpactText(
  { judged, tests, requests, replies, skipped, headless }: Impact,
  revision: string,
): string {
  const broken = new Set(requests.map(({ test }) => test));
  const lines = [
    ...requests.flatMap((one) => toLines(one, 'would break')),
    ...replies.flatMap((one) => toLines(one, 'information: the recorded reply')),
    ...(requests.length + replies.length === 0 ? [] : ['']),
    ...[...skipped].map(([reason, count]) => `note: ${toCountText(count, 'entry', 'entries')} not judged: ${reason}`),
    ...(headless === 0
      ? []
      : [`note: the archive does not have the headers of ${toCountText(headless, 'request')}, which were not judged`]),
    ...(judged === 0 ? ['failed: no recorded request has an operation of the contract'] : []),
    `${revision} would break ${requests.length} of ${toCountText(judged, 'recorded request')}, in ${broken.size} of ${toCountText(tests.size, 'test')}${broken.size === 0 ? '' : `: ${[...broken].join(', ')}`}`,
    `${toCountText(replies.length, 'recorded reply', 'recorded replies')} would not be allowed`,
  ];
  return `${lines.map(toPrintable).join('\n')}\n`;
}

function toLines({ place, test, request, reasons, former }: ImpactedExchange, what: string): string[] {
  return [
    `${place} ${request}  ${what}: ${reasons.join('; ')}`,
    `  test ${test}${former.length === 0 ? '' : `; not allowed by the present contract either: ${former.join('; ')}`}`,
  ];
}

/** The test cases of a report: each test that was recorded. */
export function toImpactCases({ tests, requests, replies, judged }: Impact): ReportCase[] {
  const common = { kind: 'impact', ms: 0, sources: {} } as const;
  const ofTests = [...tests].map(([test, count]): ReportCase => {
    const own = requests.filter((one) => one.test === test);
    return {
      ...common,
      name: `${test} keeps the revision`,
      requests: count,
      failure: own.length === 0 ? undefined : `${toCountText(own.length, 'request')} would break`,
      failures: own.map(({ request, reasons, curl }) => ({ request, reasons, curl })),
      allowed: replies
        .filter((one) => one.test === test)
        .flatMap(({ request, reasons }) => reasons.map((reason) => `${request}: ${reason}`)),
    };
  });
  const failure = judged === 0 ? 'no recorded request has an operation of the contract' : undefined;
  return [
    ...ofTests,
    { ...common, name: 'the traffic can be judged', requests: judged, failure, failures: [], allowed: [] },
  ];
}
