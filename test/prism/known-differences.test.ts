import { expect, test } from 'vitest';
import { generateCases } from '../../src/cases/generate-cases.ts';
import { compareVerdicts } from '../../src/conformance/compare-verdicts.ts';
import type { VerdictDifference } from '../../src/conformance/compare-verdicts.ts';
import { loadContract } from '../../src/contract/load-contract.ts';
import { createTrackerMock } from '../../src/index.ts';
import type { Exchange, MockRequest, TrackerMock } from '../../src/index.ts';
import { KNOWN_DIFFERENCES } from '../../src/prism/known-differences.ts';
import type { PrismValidator } from '../../src/prism/prism-validator.ts';
import { createPrismValidator } from '../../src/prism/prism-validator.ts';
import type { ContractDocument } from '../conformance/contracts.ts';
import { createRichContract, LATER_CONTRACT_FILE, readContract, readServedContract } from '../conformance/contracts.ts';

/** Returns the requests on which the mock and Prism disagree. */
async function findDifferences(
  contract: ContractDocument,
  requests: readonly MockRequest[],
): Promise<VerdictDifference[]> {
  return askBoth(createTrackerMock({ contract }), await createPrismValidator(contract), requests);
}

async function askBoth(
  mock: TrackerMock,
  validator: PrismValidator,
  requests: readonly MockRequest[],
): Promise<VerdictDifference[]> {
  const differences: VerdictDifference[] = [];
  for (const request of requests) {
    const exchanges: Exchange[] = [];
    const stop = mock.onExchange((exchange) => exchanges.push(exchange));
    const reply = mock.handle(request);
    stop();
    if (reply.status === null) throw new Error('no HTTP reply');
    const violations = exchanges[0]?.violations ?? [];
    differences.push(...compareVerdicts(request, violations, await validator.validate(request, reply)));
  }
  return differences;
}

function get(target: string, headers: Record<string, string> = {}): MockRequest {
  return { method: 'GET', target, headers, body: new Uint8Array() };
}

function put(body: string | Uint8Array, target = '/tracker/a'): MockRequest {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return { method: 'PUT', target, headers: { 'content-type': 'application/json' }, body: bytes };
}

function toLine({ method, target, headers, body }: MockRequest): string {
  const text = new TextDecoder().decode(body.subarray(0, 40));
  return `${method} ${target} ${JSON.stringify(headers)} ${JSON.stringify(text)}`;
}

const TOOL_RESPONSE = { type: 'tool_response', author: 'user', tool_call_id: 'c', name: 'n', content: 1 };

const RICH = '/tracker?kind=a&';
const HEADERS = { 'x-attempt': '1' };

const examples: readonly (readonly [name: string, request: MockRequest])[] = [
  ['repeated-query-parameter', get('/tracker?kind=a&kind=b', HEADERS)],
  ['javascript-number', get(`${RICH}limit=1e2`, HEADERS)],
  ['javascript-number', get(`${RICH}limit=0x10`, HEADERS)],
  ['javascript-number', get(`${RICH}limit=Infinity`, HEADERS)],
  ['javascript-number', get(RICH, { 'x-attempt': '1e2' })],
  ['python-number', get(`${RICH}limit=1_000`, HEADERS)],
  ['python-boolean', get(`${RICH}flag=yes`, HEADERS)],
  ['python-boolean', get(`${RICH}maybe=1`, HEADERS)],
  ['empty-query-value', get(`${RICH}limit=`, HEADERS)],
  ['empty-query-value', get('/events?task_id=t&agent_id=')],
  ['zero-as-null', get('/events?task_id=t&agent_id=a&limit=0')],
  ['nullable-list', get(`${RICH}numbers=1`, HEADERS)],
  ['query-parameter-case', get(`${RICH}LIMIT=0`, HEADERS)],
  ['query-parameter-case', get('/events?task_id=t&AGENT_ID=a')],
  ['comma-in-path', get('/tracker/a,b')],
  ['empty-path-parameter', get('/tracker/')],
  ['escaped-slash', get('/tracker/a%2Fb')],
  ['escaped-slash', put('{"status":5}', '/tracker%2Fa')],
  ['escaped-letter', get('/%74racker/a')],
  ['stray-percent-sign', get('/tracker/%')],
  ['body-not-declared', { ...put('{}'), method: 'GET' }],
  ['python-json', put('{"n":NaN}')],
  ['python-json', put('{"n":-Infinity}')],
  ['python-json', put('\ufeff{}')],
  ['python-json', put(Uint8Array.from([0x7b, 0, 0x7d, 0]))],
  ['offset-of-a-day', put('{"at":"2026-01-01T00:00:00+24:00"}')],
  ['invalid-utf-8', put(Uint8Array.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))],
  ['python-limit', put(`{"n":${'['.repeat(20_000)}${']'.repeat(20_000)}}`)],
  ['lone-surrogate', put('{"status":"\\ud800"}')],
];

test.each(examples.map(([name, request]) => [name, toLine(request), request] as const))(
  '%s explains the difference on %s',
  async (name, _, request) => {
    const known = KNOWN_DIFFERENCES.find((difference) => difference.name === name);
    const differences = await findDifferences(createRichContract(), [request]);
    expect(differences.map(({ reason }) => reason)).toEqual([known?.reason]);
  },
);

/** Of a body alone, with the name of the operation that it is for. */
const modelExamples: readonly (readonly [name: string, line: string, body: unknown])[] = [
  ['converted-value', 'PATCH /agents/a/schedules/s', { interval_seconds: '5' }],
  ['converted-value', 'PATCH /agents/a/schedules/s', { paused: 0 }],
  ['converted-value', 'POST /spans', { trace_id: 't', name: 'n', start_time: 5 }],
  ['converted-value', 'POST /spans', { trace_id: 't', name: 'n', start_time: '2026-08-18T20:28' }],
  ['converted-value', 'POST /messages', { task_id: 't', content: { ...TOOL_RESPONSE, is_error: 0 } }],
  ['converted-value', 'POST /messages/batch', { task_id: 't', contents: [{ ...TOOL_RESPONSE, is_error: 'off' }] }],
  ['json-in-a-string', 'POST /tasks/t/cancel', '{"reason":"x"}'],
  [
    'json-in-a-string',
    'POST /agents/a/schedules',
    { name: 'n', cron_expression: '*', initial_input: '{"content":"x"}' },
  ],
  ['rpc-params', 'POST /agents/a/rpc', { method: 'event/send', params: { content: {} } }],
  ['rpc-params', 'POST /agents/a/rpc', { method: 'message/send', params: { name: 'n' } }],
  ['tag-required', 'POST /messages', { task_id: 't', content: { author: 'user', content: 'x' } }],
  ['rule-across-members', 'POST /agents/a/schedules', { name: 'n', initial_input: { content: 'x' } }],
  ['rule-across-members', 'POST /tasks/t/rehydrate', { task_id: 't' }],
];

const whole = createTrackerMock();
const wholeValidator = createPrismValidator(whole.contract.document, false);

test.each(modelExamples)('%s explains the difference on %s with the body %j', async (name, line, body) => {
  const [method = '', target = ''] = line.split(' ');
  const request = { ...put(JSON.stringify(body), target), method };
  const differences = await askBoth(whole, await wholeValidator, [request]);
  expect(differences.map(({ reason }) => reason)).toEqual([
    KNOWN_DIFFERENCES.find((difference) => difference.name === name)?.reason,
  ]);
});

test.each([
  ['POST /messages', { task_id: [], content: TOOL_RESPONSE }, ['body', 'task_id'], 'must be string'],
  ['POST /messages', { task_id: 't', content: { ...TOOL_RESPONSE, is_error: 0, name: 5 } }, ['body', 'task_id'], 'no'],
  [
    'POST /messages',
    { task_id: 't', content: TOOL_RESPONSE },
    ['body', 'content', 'absent', 'is_error'],
    'must be boolean',
  ],
  ['POST /tasks/t/cancel', '[]', ['body'], 'must be object'],
])(
  'no rule of the models explains that Prism refuses %s with the body %j at %j, for it %s',
  (line, body, location, message) => {
    const [method = '', target = ''] = line.split(' ');
    const request = { ...put(JSON.stringify(body), target), method };
    const verdict = { location: ['request', ...location], severity: 'Error' as const, code: 'type', message };
    const [difference] = compareVerdicts(request, [], { request: [verdict], reply: [] });
    expect(difference).toMatchObject({ side: 'request', reason: undefined });
  },
);

test.each([
  ['a member of the body', { method: 'm', params: {}, id: [] }, ['body', 'id']],
  ['the body as a whole', { method: 'm', params: {} }, ['body']],
  ['a body without params', { method: 'm' }, ['body', 'content']],
  ['a query parameter', { method: 'm', params: {} }, ['query', 'content']],
])('rpc-params does not explain a mistake in %s', (_, body, location) => {
  const violation = { side: 'request' as const, location, rule: 'string_type', message: 'Input should be a string' };
  const [difference] = compareVerdicts(put(JSON.stringify(body)), [violation], { request: [], reply: [] });
  expect(difference).toMatchObject({ side: 'request', reason: undefined });
});

test('reply-withheld explains why only the mock finds a violation in the reply', async () => {
  const contract = readServedContract();
  contract.components.schemas['ErrorResponse']?.required?.push('never_there');
  const differences = await findDifferences(contract, [get('/tracker/nobody')]);
  const known = KNOWN_DIFFERENCES.find(({ name }) => name === 'reply-withheld');
  expect(differences).toMatchObject([{ side: 'reply', prism: [], reason: known?.reason }]);
});

test('malformed-json-unanswered explains a missing answer only for a body that is not JSON', () => {
  const verdict = { location: ['request'], severity: 'Error' as const, code: 'no_answer', message: 'No answer' };
  const opinion = { request: [verdict], reply: [] };
  const [malformed] = compareVerdicts(put('{"n":NaN}'), [], opinion);
  const [plain] = compareVerdicts(put('{"n":1}'), [], opinion);
  const [empty] = compareVerdicts(get('/tracker/a'), [], opinion);
  const known = KNOWN_DIFFERENCES.find(({ name }) => name === 'malformed-json-unanswered');
  expect(malformed).toMatchObject({ side: 'request', reason: known?.reason });
  expect(plain).toMatchObject({ side: 'request', reason: undefined });
  expect(empty).toMatchObject({ side: 'request', reason: undefined });
});

test('every known difference has an example in this file', () => {
  const shown = new Set([
    ...examples.map(([name]) => name),
    ...modelExamples.map(([name]) => name),
    'reply-withheld',
    'malformed-json-unanswered',
  ]);
  expect(KNOWN_DIFFERENCES.map(({ name }) => name).filter((name) => !shown.has(name))).toEqual([]);
});

test.each([
  ['the contract', readServedContract()],
  ['a later revision', readContract(LATER_CONTRACT_FILE)],
  ['a revision with every kind of field', createRichContract()],
])('%s: the generated requests show no unknown difference', async (_, contract) => {
  const cases = generateCases(loadContract(contract));
  const differences = await findDifferences(
    contract,
    cases.map(({ request }) => request),
  );
  expect(differences.filter(({ reason }) => reason === undefined)).toEqual([]);
});

test('a difference in two parameters is known only if both are explained', () => {
  const request = get('/tracker?limit=1e2&page_number=5');
  const violation = (name: string) => ({
    side: 'request' as const,
    location: ['query', name],
    rule: 'int_parsing',
    message: 'Input should be a valid integer',
  });
  const none = { request: [], reply: [] };

  const [known] = compareVerdicts(request, [violation('limit')], none);
  const [unknown] = compareVerdicts(request, [violation('limit'), violation('page_number')], none);

  expect(known?.reason).toMatch(/as JavaScript does/);
  expect(unknown).toMatchObject({ side: 'request', reason: undefined, prism: [] });
  expect(unknown?.mock).toHaveLength(2);
});

test('a violation that only Prism finds and no known difference explains has no reason', () => {
  const verdict = {
    location: ['request', 'body', 'status'],
    severity: 'Error' as const,
    code: 'type',
    message: 'Request body property status must be string',
  };
  const differences = compareVerdicts(put('{"status":"x"}'), [], { request: [verdict], reply: [] });
  expect(differences).toEqual([{ side: 'request', mock: [], prism: [verdict], reason: undefined }]);
});

test('malformed JSON that only Prism refuses is an unknown difference', () => {
  const verdict = { location: ['request', 'body'], severity: 'Error' as const, code: 'invalid_json', message: 'No' };
  const [difference] = compareVerdicts(put('{"status"'), [], { request: [verdict], reply: [] });
  expect(difference).toMatchObject({ side: 'request', reason: undefined });
});

test('a number in a path segment is explained even if another segment cannot be decoded', () => {
  const violation = { side: 'request' as const, location: ['path', 'item'], rule: 'int_parsing', message: 'No' };
  const none = { request: [], reply: [] };
  const [known] = compareVerdicts(get('/items%/1e2'), [violation], none);
  const [unknown] = compareVerdicts(get('/items/12'), [violation], none);
  expect(known?.reason).toMatch(/as JavaScript does/);
  expect(unknown).toMatchObject({ reason: undefined });
});

test('verdicts with different codes agree, and warnings do not count', () => {
  const violation = { side: 'request' as const, location: ['body', 'status'], rule: 'string_type', message: 'a' };
  const verdict = { location: ['request', 'body', 'status'], severity: 'Error' as const, code: 'anyOf', message: 'b' };
  const warning = { ...verdict, location: ['response'], severity: 'Warning' as const };
  expect(compareVerdicts(put('{"status":5}'), [violation], { request: [verdict], reply: [warning] })).toEqual([]);
});
