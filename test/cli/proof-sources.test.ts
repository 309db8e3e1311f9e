import { expect, test } from 'vitest';
import type { FailureKind } from '../../src/cli/failure-kinds.ts';
import { toJunit } from '../../src/cli/junit.ts';
import type { ProofSummary } from '../../src/cli/proof.ts';
import { createProof, hasFailed } from '../../src/cli/proof.ts';
import { toReportCases } from '../../src/cli/report-case.ts';
import { toSummaryText } from '../../src/cli/summary-text.ts';
import { toViolationText } from '../../src/cli/violation-text.ts';
import type { Violation } from '../../src/contract/violation.ts';
import type { ReplySource } from '../../src/control/control-types.ts';
import type { Exchange } from '../../src/exchange/exchange.ts';
import { createMask } from '../../src/journal/mask.ts';
import { createSmallMock } from '../setup.ts';
import { readXml } from './read-xml.ts';

const OF_REQUEST: Violation = { side: 'request', location: ['query', 'limit'], rule: 'minimum', message: 'is too low' };
const OF_REPLY: Violation = { side: 'reply', location: ['body', 'id'], rule: 'type', message: 'must be string' };

/** Returns the summary of exchanges with one operation, each made by a source and with violations. */
function summarize(...exchanges: (readonly [ReplySource, ...Violation[]])[]): ProofSummary {
  const mock = createSmallMock();
  const proof = createProof(mock.contract.operations, createMask(), () => 'http://mock.test');
  let template: Exchange | undefined;
  mock.onExchange((exchange) => (template = exchange));
  mock.handle({ method: 'GET', target: '/tracker', headers: {}, body: new Uint8Array() });
  if (template === undefined) throw new Error('There was no exchange.');
  for (const [source, ...violations] of exchanges) {
    proof.add({ ...template, source, violations }, violations.map(toViolationText));
  }
  return proof.summary();
}

test.each<[FailureKind, boolean[]]>([
  ['violations', [false, false, false, true, true, false]],
  ['upstream-violations', [false, false, false, false, false, true]],
  ['sampled', [false, true, true, false, false, false]],
])('--fail-on %s', (kind, expected) => {
  const summaries = [
    summarize(['mock'], ['stub'], ['upstream']),
    summarize(['sample']),
    summarize(['prism']),
    summarize(['mock', OF_REPLY]),
    // A client's mistake, whoever replies.
    summarize(['upstream', OF_REQUEST]),
    summarize(['upstream', OF_REPLY]),
  ];
  expect(summaries.map((summary) => hasFailed(summary, [kind]))).toEqual(expected);
});

test('the summary counts samples and the replies of an upstream server on their own, and shows what fails the run', () => {
  const summary = summarize(
    ['sample'],
    ['prism'],
    ['upstream', OF_REPLY, OF_REQUEST],
    ['upstream', OF_REPLY, OF_REPLY, OF_REPLY, OF_REPLY],
    ['mock'],
  );
  expect(summary).toMatchObject({ requests: 5, violations: 1, 'upstream-violations': 2, sampled: 2 });
  expect(toSummaryText(summary, ['sampled', 'upstream-violations']).split('\n')).toEqual([
    '5 requests, 1 violation, 2 invalid upstream replies, 0 statuses outside the contract, 0 unmatched, 2 sampled',
    '  1 × GET /tracker: request query.limit: is too low',
    'failed, as --fail-on sampled asks:',
    '  GET /tracker: the reply was made up from the contract',
    '    curl http://mock.test/tracker',
    '  GET /tracker: the reply was made up by Prism',
    '    curl http://mock.test/tracker',
    'failed, as --fail-on upstream-violations asks:',
    '  GET /tracker: reply body.id: must be string',
    '    curl http://mock.test/tracker',
    `  GET /tracker: ${'reply body.id: must be string; '.repeat(3)}and 1 more`,
    '    curl http://mock.test/tracker',
  ]);
});

test('JUnit says who replied, and has a test case for each kind that --fail-on names', () => {
  const toCases = (...exchanges: Parameters<typeof summarize>) =>
    readXml(toJunit(toReportCases(summarize(...exchanges), ['upstream-violations', 'sampled']))).children[0]?.children;
  const properties = [
    {
      name: 'properties',
      children: [
        { name: 'property', attributes: { name: 'replies by sample', value: '2' } },
        { name: 'property', attributes: { name: 'replies by stub', value: '1' } },
      ],
    },
  ];
  const cases = toCases(['sample'], ['sample'], ['stub'], ['mock']);
  expect(
    cases?.find(({ attributes }) => attributes['name'] === 'GET /tracker keeps the contract')?.children,
  ).toMatchObject(properties);
  expect(cases?.slice(-2)).toMatchObject([
    { attributes: { name: 'every reply of an upstream server keeps the contract' }, children: [] },
    {
      attributes: { name: 'no reply is made up' },
      children: [{ name: 'failure', attributes: { message: '2 sampled replies', type: 'sampled' } }],
    },
  ]);
  const own = toCases(['upstream', OF_REPLY])?.find(({ attributes }) =>
    attributes['name']?.startsWith('GET /tracker '),
  );
  expect(own?.children.map(({ name }) => name)).toEqual(['properties']);
  expect(toCases(['mock'])?.flatMap(({ children }) => children)).toEqual([]);
});
