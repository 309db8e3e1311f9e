import type { ReportCase } from './report-case.ts';
import { toFailureLines } from './report-case.ts';

/** A run as JUnit XML. */
export function toJunit(cases: readonly ReportCase[]): string {
  const failed = cases.filter(({ failure }) => failure !== undefined).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="agentex-tracker-mock" tests="${cases.length}" failures="${failed}">`,
    ...cases.map((reported) => toTestCase(reported)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function toTestCase({ name, kind, requests, sources, failure, failures, allowed }: ReportCase): string {
  const open = `    <testcase classname="tracker-mock" name="${escape(name)}" assertions="${requests}"`;
  const content = [
    ...toProperties(sources),
    ...(failure === undefined ? [] : [toFailureElement(failure, kind, failures)]),
    ...(allowed.length === 0
      ? []
      : [`      <system-out>${escape(['Allowed violations:', ...allowed].join('\n'))}</system-out>`]),
  ];
  return content.length === 0 ? `${open}/>` : [`${open}>`, ...content, '    </testcase>'].join('\n');
}

/** Who made the replies, if not all of them are the mock's own. */
function toProperties(sources: ReportCase['sources']): string[] {
  const others = Object.entries(sources).filter(([source]) => source !== 'mock');
  if (others.length === 0) return [];
  const properties = others.map(([source, count]) => `<property name="replies by ${source}" value="${count}"/>`);
  return [`      <properties>${properties.join('')}</properties>`];
}

function toFailureElement(message: string, kind: ReportCase['kind'], failures: ReportCase['failures']): string {
  const type = kind === 'violations' ? 'contract-violation' : kind;
  const text = failures.flatMap((one) => toFailureLines(one)).join('\n');
  return `      <failure message="${escape(message)}" type="${type}">${escape(text)}</failure>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };

/** Text for XML 1.0, which has no room for most control characters, nor for lone surrogates. */
function escape(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll(/[<>&"]/g, (character) => ENTITIES[character] ?? character);
}
