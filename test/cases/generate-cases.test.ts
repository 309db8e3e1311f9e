import { expect, test } from 'vitest';
import { generateCases } from '../../src/cases/generate-cases.ts';
import type { ConformanceCase } from '../../src/cases/generate-cases.ts';
import { createRestBodyModel } from '../../src/conformance/rest-body-model.ts';
import { loadContract } from '../../src/contract/load-contract.ts';
import { toOperationName } from '../../src/contract/operation.ts';
import { createTrackerMock } from '../../src/index.ts';
import { createRichContract, LATER_CONTRACT_FILE, readContract, readServedContract } from '../conformance/contracts.ts';

function toBody({ request }: ConformanceCase): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(request.body);
}

function find(cases: readonly ConformanceCase[], operation: string, label: string): ConformanceCase {
  const found = cases.filter((one) => one.operation === operation && one.label === label);
  expect(found, `${operation} ${label}`).toHaveLength(1);
  return found[0] as ConformanceCase;
}

const PUT = 'PUT /tracker/{tracker_id}';

test('a contract yields the same cases every time', () => {
  expect(generateCases(loadContract(createRichContract()))).toEqual(generateCases(loadContract(createRichContract())));
});

test('the document is not changed', () => {
  const document = createRichContract();
  generateCases(loadContract(document));
  expect(document).toEqual(createRichContract());
});

test('each operation has valid and, if possible, invalid requests', () => {
  const cases = generateCases(loadContract(readServedContract()));
  const count = (operation: string, valid: boolean): number =>
    cases.filter((one) => one.operation === operation && one.valid === valid).length;

  expect(count(PUT, true)).toBeGreaterThan(20);
  expect(count(PUT, false)).toBeGreaterThan(20);
  expect(count('GET /tracker', true)).toBeGreaterThan(40);
  expect(count('GET /tracker', false)).toBeGreaterThan(15);
  // Any string is a valid id.
  expect(count('GET /tracker/{tracker_id}', true)).toBeGreaterThan(10);
  expect(count('GET /tracker/{tracker_id}', false)).toBe(0);
});

test('no request is generated twice', () => {
  const cases = generateCases(loadContract(createRichContract()));
  const requests = cases.map((one) => [one.operation, one.request.target, one.request.headers, toBody(one)]);
  expect(new Set(requests.map((request) => JSON.stringify(request))).size).toBe(cases.length);
});

test.each([
  ['the contract', readServedContract()],
  ['a later revision', readContract(LATER_CONTRACT_FILE)],
  ['a revision with every kind of field', createRichContract()],
])('%s: the mock refuses exactly the requests that are marked invalid', (_, contract) => {
  const mock = createTrackerMock({ contract });
  const cases = generateCases(loadContract(contract));
  const differed = cases.filter(({ request, valid }) => (mock.handle(request).status === 422) === valid);
  expect(differed.map(({ operation, label }) => `${operation} ${label}`)).toEqual([]);
});

test('the bodies of operations without state are marked as the backend’s models read them', () => {
  const mock = createTrackerMock();
  const rpc = 'POST /agents/{agent_id}/rpc';
  const schedule = 'PATCH /agents/{agent_id}/schedules/{schedule_id}';
  const names = new Set(['POST /spans', schedule, 'POST /tasks/{task_id}/clean', rpc]);
  const operations = mock.contract.operations.filter((operation) => names.has(toOperationName(operation)));
  const contract = { ...mock.contract, operations };
  const cases = generateCases(contract, {
    toBodyModel: (operation) => createRestBodyModel(contract.schemas, operation),
  });
  const isValid = (operation: string, label: string): boolean | undefined =>
    cases.find((one) => one.operation === operation && one.label === label)?.valid;
  expect(isValid('POST /spans', 'body.start_time: an integer')).toBe(true);
  expect(isValid('POST /tasks/{task_id}/clean', 'body.idle_days: true')).toBe(true);
  expect(isValid('POST /tasks/{task_id}/clean', 'body.idle_days: a string')).toBe(false);
  // Of two members that exclude each other the base request has one, and the params of an RPC request are those of its method.
  const bases = cases.filter(({ label }) => label === 'base request');
  expect(bases.map(({ request }) => mock.handle(request).status)).toEqual([200, 200, 200, 200]);
  const others = cases.filter(({ operation }) => operation !== rpc);
  const differed = others.filter(({ request, valid }) => (mock.handle(request).status === 422) === valid);
  expect(differed.map(({ operation, label }) => `${operation} ${label}`)).toEqual([`${schedule} body: every property`]);
});

test('PUT: a field is tried alone, as null, as every type, at its bounds, and missing', () => {
  const cases = generateCases(loadContract(readContract(LATER_CONTRACT_FILE)));
  const expected = {
    'base request': true,
    'body: every property': true,
    'body: only required properties': true,
    'body.kind: missing': false,
    'body.kind: null': false,
    'body.status: only this property': false,
    'body.status: null': true,
    'body.status: an integer': false,
    'body.progress: one below minimum': false,
    'body.progress: minimum': true,
    'body.progress: maximum': true,
    'body.progress: one above maximum': false,
    'body.score: exclusiveMinimum': false,
    'body.score: half a step inside exclusiveMinimum': true,
    'body.enabled: a string': false,
    'body.priority: the choice "high"': true,
    'body.priority: a choice in the other case': false,
    'body.tags: one below minItems': false,
    'body.tags: maxItems': true,
    'body.tags: one above maxItems': false,
    'body.tags[0]: null': false,
    'body.tags[1]: an integer': false,
    'body.due_at: a date-time': true,
    'body.due_at: not a date-time': false,
    'body.run_id: not a uuid': false,
    'body.code: a string that matches the pattern': true,
    'body.code: a string that does not match the pattern': false,
    'body.owner.name: missing': false,
    'body.owner.name: one above maxLength': false,
    'body.owner.age: one below minimum': false,
    'body.owner.unlisted: an unlisted property': false,
    'body.unlisted: an unlisted property': true,
    'body: an empty list': false,
    'body: null': false,
    'body: missing': false,
    'body: not closed': false,
    'body: a byte order mark': true,
    'body: an unlisted NaN': true,
    'content-type: none': false,
    'content-type: text/plain': false,
    'content-type: application/vnd.api+json': true,
  };
  const found = Object.keys(expected).map((label) => [label, find(cases, PUT, label).valid]);
  expect(Object.fromEntries(found)).toEqual(expected);
});

test('GET: a query parameter is tried in spellings that servers read differently', () => {
  const cases = generateCases(loadContract(readServedContract()));
  const limits = cases.flatMap(({ request, valid }) => {
    const query = /^\/tracker\?(limit=.*|LIMIT=.*)$/.exec(request.target)?.[1];
    return query === undefined ? [] : [[query, valid] as const];
  });
  expect(Object.fromEntries(limits)).toMatchObject({
    'limit=1': true,
    'limit=0': false,
    'limit=': false,
    'limit=text': false,
    'limit=1_000': true,
    'limit=%205': true,
    'limit=1e2': false,
    'limit=0x10': false,
    'limit=Infinity': false,
    'limit=1.5&limit=1': true,
    'limit=1&limit=1.5': false,
    'LIMIT=1.5': true,
  });
});

test('GET: a list takes every value, and a required parameter must not be missing', () => {
  const cases = generateCases(loadContract(createRichContract()));
  const numbers = cases.flatMap(({ request, valid }) => {
    const query = /^\/tracker\?kind=a&(numbers=.*)$/.exec(request.target)?.[1];
    return query === undefined ? [] : [[query, valid] as const];
  });
  expect(Object.fromEntries(numbers)).toMatchObject({
    'numbers=5': true,
    'numbers=text': false,
    'numbers=5&numbers=text': false,
    'numbers=text&numbers=5': false,
  });
  expect(find(cases, 'GET /tracker', 'query kind: missing').valid).toBe(false);
  expect(find(cases, 'GET /tracker', 'header X-Attempt: missing').valid).toBe(false);
  expect(find(cases, 'GET /tracker', 'header X-Attempt: one below minimum').request.headers).toEqual({
    'x-attempt': '0',
  });
});

test('a known path parameter is in the base request, and unknown ones are tried too', () => {
  const cases = generateCases(loadContract(readServedContract()), { known: { tracker_id: 'a b' } });
  expect(find(cases, PUT, 'base request').request.target).toBe('/tracker/a%20b');
  expect(find(cases, PUT, 'path tracker_id: "a%b"').request.target).toBe('/tracker/a%25b');
  expect(find(cases, PUT, 'path tracker_id: "a,b"').request.target).toBe('/tracker/a,b');
});

test('a path parameter that is a number gets numbers', () => {
  const document = {
    openapi: '3.1.0',
    info: { title: 'Numbers', version: '1' },
    paths: {
      '/items/{item}': {
        get: {
          parameters: [{ name: 'item', in: 'path', required: true, schema: { type: 'integer', minimum: 1 } }],
          responses: { 200: { description: 'An item' } },
        },
      },
    },
  };
  const targets = Object.fromEntries(
    generateCases(loadContract(document)).map(({ request, valid }) => [request.target, valid]),
  );
  expect(targets).toMatchObject({ '/items/1': true, '/items/0': false, '/items/text': false, '/items/1_000': true });
  expect(targets).not.toHaveProperty(['/items/']);
});

/** A contract with one operation that takes a note. */
function createNotesContract(parameters: readonly object[], schema: object): object {
  const post = {
    parameters,
    requestBody: { content: { 'application/json': { schema } } },
    responses: { 200: { description: 'A note' } },
  };
  return { openapi: '3.1.0', info: { title: 'Notes', version: '1' }, paths: { '/notes/{note}': { post } } };
}

/** A schema without a valid value. */
const serial = { type: 'string', pattern: '^no-[0-9]{7}$', maxLength: 9 };

test('POST: an optional body for which no valid value is found is still varied', () => {
  const count = { name: 'count', in: 'query', required: true, schema: { type: 'integer', minimum: 3 } };
  const cases = generateCases(loadContract(createNotesContract([count], serial)));
  const base = find(cases, 'POST /notes/{note}', 'base request');
  expect(base.request.target).toBe('/notes/text?count=3');
  expect(base.valid).toBe(false);
  expect(find(cases, 'POST /notes/{note}', 'query count: one above minimum').valid).toBe(false);
  expect(find(cases, 'POST /notes/{note}', 'body: missing').valid).toBe(true);
  expect(find(cases, 'POST /notes/{note}', 'body: null').valid).toBe(true);
  expect(find(cases, 'POST /notes/{note}', 'body: a string').valid).toBe(false);
  expect(find(cases, 'POST /notes/{note}', 'body: surrounding white space').valid).toBe(false);
});

test('POST: a required parameter for which no valid value is found makes every request invalid', () => {
  const parameter = { name: 'serial', in: 'query', required: true, schema: serial };
  const cases = generateCases(loadContract(createNotesContract([parameter], { type: 'string' })));
  expect(find(cases, 'POST /notes/{note}', 'base request').request.target).toBe('/notes/text?serial=text');
  expect(cases.filter(({ valid }) => valid)).toEqual([]);
});

test('an event id is never sent twice, so that no valid request is refused for going back', () => {
  const fixtures = { trackers: [{ id: 'one', agent_id: 'a', task_id: 't', created_at: '2026-01-02T03:04:05Z' }] };
  const mock = createTrackerMock({ fixtures });
  const cases = generateCases(loadContract(readServedContract()), { known: { tracker_id: 'one' } });
  const answers = cases
    .filter(({ operation, valid, request }) => operation === PUT && valid && /\/one(\?|$)/.test(request.target))
    .map(({ label, request }) => `${mock.handle(request).status} ${label}`);
  expect(answers.length).toBeGreaterThan(15);
  expect(answers.filter((answer) => !answer.startsWith('200'))).toEqual([]);
});

test('PUT: strings for a pattern are found with the mock’s engine, which supports more syntax than JavaScript', () => {
  const contract = readServedContract();
  const mark = { type: 'string', pattern: '(?i)^(a+)+$' };
  Object.assign(contract.components.schemas['UpdateAgentTaskTrackerRequest']?.properties ?? {}, { mark });
  const cases = generateCases(loadContract(contract));
  expect(toBody(find(cases, PUT, 'body.mark: only this property'))).toBe('{"mark":"a"}');
  expect(toBody(find(cases, PUT, 'body.mark: a string that does not match the pattern'))).toBe('{"mark":"0"}');
});
