import type { ProofSummary } from './proof.ts';

/** A run as JUnit XML: one test case for each operation, failed where it has violations. */
export function toJunit({ operations }: ProofSummary): string {
  const failed = operations.filter(({ violationCount }) => violationCount > 0).length;
  const cases = operations.map(({ name, requests, violations, violationCount }) => {
    // The count stands apart: reports of several runs are compared by the names.
    const open = `    <testcase classname="tracker-mock" name="${escape(`${name} keeps the contract`)}" assertions="${requests}"`;
    if (violationCount === 0) return `${open}/>`;
    const message = `${violationCount} violation${violationCount === 1 ? '' : 's'}`;
    return `${open}>\n      <failure message="${message}" type="contract-violation">${escape(violations.join('\n'))}</failure>\n    </testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="agentex-tracker-mock" tests="${operations.length}" failures="${failed}">`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };

/** Text for XML 1.0, which has no room for most control characters, nor for lone surrogates. */
function escape(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll(/[<>&"]/g, (character) => ENTITIES[character] ?? character);
}
