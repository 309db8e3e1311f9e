import { expect, test } from 'vitest';
import type { CaseDifference } from '../../src/conformance/compare-answers.ts';
import { toConformanceTable, toCurl } from '../../src/conformance/conformance-table.ts';
import type { ConformanceReport } from '../../src/conformance/run-conformance.ts';
import type { MockRequest } from '../../src/index.ts';

function createRequest(method: string, target: string, body = '', contentType?: string): MockRequest {
  const headers = contentType === undefined ? {} : { 'content-type': contentType };
  return { method, target, headers, body: new TextEncoder().encode(body) };
}

const difference: CaseDifference = {
  label: 'query limit: "1e2"',
  request: createRequest('GET', '/tracker?limit=1e2'),
  what: 'the mock refuses the request, Prism does not',
  mock: [{ side: 'request', location: ['query', 'limit'], rule: 'int_parsing', message: 'Input should be an integer' }],
  prism: [],
  reason: 'Prism reads numbers as JavaScript does.',
};

function createReport(differed: readonly CaseDifference[], status?: number): ConformanceReport {
  const request = createRequest('PUT', '/tracker/a', '{}', 'application/json');
  const violations =
    status === undefined ? [] : [{ label: 'body: {}', request, status, messages: ['body must be object'] }];
  return {
    operations: [
      { operation: 'GET /tracker', cases: 100, agreed: 100 - differed.length, differed, violations: [] },
      { operation: 'PUT /tracker/{tracker_id}', cases: 5, agreed: 5, differed: [], violations },
    ],
    ok: false,
  };
}

test('the table has a row for each operation and a total', () => {
  expect(toConformanceTable(createReport([])).split('\n')).toEqual([
    'operation                  cases  agreed  differed  broken replies',
    'GET /tracker                 100     100         0               0',
    'PUT /tracker/{tracker_id}      5       5         0               0',
    'all                          105     105         0               0',
    '',
    'Every reply keeps the contract; 0 unknown differences, 0 known ones.',
    '',
  ]);
});

test('known differences are grouped by reason, each with both verdicts', () => {
  const text = toConformanceTable(createReport([difference, { ...difference, label: 'query limit: "0x10"' }]));
  expect(text).toContain(`Known differences

Prism reads numbers as JavaScript does.
  GET /tracker  query limit: "1e2"  mock: Input should be an integer; Prism: valid
  GET /tracker  query limit: "0x10"  mock: Input should be an integer; Prism: valid
`);
  expect(text).toContain('0 unknown differences, 2 known ones.');
});

test('an unknown difference is reported in full, with a curl command', () => {
  const prism = [
    { location: ['request', 'query', 'limit'], severity: 'Error' as const, code: 'type', message: 'must be integer' },
  ];
  const text = toConformanceTable(createReport([{ ...difference, prism, reason: undefined }]), 'http://127.0.0.1:9');
  expect(text).toContain(`Unknown differences

GET /tracker  query limit: "1e2": the mock refuses the request, Prism does not
  curl -i --path-as-is 'http://127.0.0.1:9/tracker?limit=1e2'
  mock:  query.limit int_parsing: Input should be an integer
  Prism: request.query.limit type: must be integer
`);
  expect(text).toContain('1 unknown difference, 0 known ones.');
});

test('a reply that breaks the contract is reported in full', () => {
  const text = toConformanceTable(createReport([], 200));
  expect(text).toContain(`Replies that break the contract

PUT /tracker/{tracker_id}  body: {}: the 200 reply
  curl -i --path-as-is -X PUT 'http://127.0.0.1:4010/tracker/a' -H 'content-type: application/json' --data-binary '{}'
  body must be object
`);
  expect(text).toContain('1 reply breaks the contract; 0 unknown differences');
  expect(toConformanceTable(createReport([], 0))).toContain('body: {}: no reply');
});

test('control characters are escaped', () => {
  const text = toConformanceTable(createReport([{ ...difference, label: 'a\u001b[2Jb', reason: undefined }]));
  expect(text).toContain(String.raw`a\U0000001b[2Jb`);
  expect(text).not.toContain('\u001b');
});

test('a curl command is quoted for the shell', () => {
  const request = createRequest('PUT', "/tracker/it's", '\ufeff{"a":"\\n"}');
  expect(toCurl(createRequest('GET', "/tracker/it's"), 'http://a')).toBe(
    String.raw`curl -i --path-as-is 'http://a/tracker/it'\''s'`,
  );
  expect(toCurl(request, 'http://a')).toBe(
    String.raw`curl -i --path-as-is -X PUT 'http://a/tracker/it'\''s' -H 'content-type:' --data-binary $'\U0000feff{"a":"\\n"}'`,
  );
});
