import { expect, test } from 'vitest';
import type { ConformanceCase } from '../../src/cases/generate-cases.ts';
import { compareAnswers } from '../../src/conformance/compare-answers.ts';
import type { WireReply } from '../../src/prism/send-request.ts';

function createCase(valid: boolean, target = '/tracker', method = 'GET'): ConformanceCase {
  const request = { method, target, headers: {}, body: new Uint8Array() };
  return { operation: `${method} /tracker`, label: 'a case', request, valid };
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): WireReply {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

function refuse(...validation: object[]): WireReply {
  const type = 'https://stoplight.io/prism/errors#UNPROCESSABLE_ENTITY';
  return json(422, { type, validation }, { 'content-type': 'application/problem+json' });
}

const verdict = { location: ['query', 'limit'], severity: 'Error', code: 'minimum', message: 'must be >= 1' };
const detail = [{ type: 'greater_than_equal', loc: ['query', 'limit'], msg: 'Input should be greater', input: '-1' }];
const invalid = createCase(false, '/tracker?limit=-1');

test('equal answers to a valid request agree, whatever the white space in the JSON', () => {
  const spaced = { ...json(200, {}), body: '[ {"id": "a"} ]' };
  expect(compareAnswers(createCase(true), spaced, json(200, [{ id: 'a' }]))).toBeUndefined();
});

test('the two agree if both refuse an invalid request', () => {
  expect(compareAnswers(invalid, json(422, { detail }), refuse(verdict))).toBeUndefined();
});

test('the mock’s verdict is read from sl-violations, the error details, or the status', () => {
  const listed = [{ location: ['request', 'query', 'limit'], severity: 'Error', code: 'a', message: 'b' }];
  const answers = [
    json(422, {}, { 'sl-violations': JSON.stringify(listed) }),
    json(422, { detail }),
    json(422, { detail: [{ loc: 'none', type: 'a', msg: 'b' }] }),
    json(422, { message: 'refused' }),
  ];
  const verdicts = answers.map((answer) => compareAnswers(invalid, answer, json(200, []))?.mock);
  expect(verdicts).toEqual([
    [{ side: 'request', location: ['query', 'limit'], rule: 'a', message: 'b' }],
    [{ side: 'request', location: ['query', 'limit'], rule: 'greater_than_equal', message: 'Input should be greater' }],
    [{ side: 'request', location: [], rule: 'a', message: 'b' }],
    [{ side: 'request', location: [], rule: '422', message: '{"message":"refused"}' }],
  ]);
});

test('a request that only one refuses is a difference, with its reason if known', () => {
  const unknown = compareAnswers(invalid, json(422, { detail }), json(422, { detail }));
  const known = compareAnswers(
    createCase(false, '/tracker?limit='),
    json(422, { detail: [{ type: 'int_parsing', loc: ['query', 'limit'], msg: 'Input should be an integer' }] }),
    json(200, []),
  );
  const other = compareAnswers(createCase(true, '/tracker?limit=1'), json(200, []), refuse(verdict));
  expect(unknown).toMatchObject({ what: 'the mock refuses the request, Prism does not', prism: [], reason: undefined });
  expect(known?.reason).toMatch(/empty query value/);
  expect(other).toMatchObject({ what: 'Prism refuses the request, the mock does not', mock: [], reason: undefined });
});

test('a mock that disagrees with the contract is a difference, even if Prism agrees with the mock', () => {
  const taken = compareAnswers(invalid, json(200, []), json(200, []));
  const refused = compareAnswers(createCase(true), json(422, { detail }), refuse(verdict));
  expect(taken).toMatchObject({ what: 'the contract refuses the request, the mock does not', reason: undefined });
  expect(refused).toMatchObject({ what: 'the contract allows the request, the mock does not', reason: undefined });
});

test('a mock that refuses what the contract allows has a reason only for the rules that the contract does not publish', () => {
  const rule = { type: 'value_error', loc: ['body'], msg: 'Value error, Provide only one of a or b' };
  const other = { type: 'int_parsing', loc: ['query', 'limit'], msg: 'Input should be an integer' };
  const one = createCase(true, '/tracker?limit=', 'PUT');
  const published = compareAnswers(one, json(422, { detail: [rule, other] }), json(200, {}));
  const unpublished = compareAnswers(one, json(422, { detail: [rule] }), json(200, {}));
  const what = 'the contract allows the request, the mock does not';
  expect(published).toMatchObject({ what, reason: undefined });
  expect(unpublished?.what).toBe(what);
  expect(unpublished?.reason).toMatch(/rules across members/);
});

test('a reply that Prism refuses is a difference', () => {
  const type = 'https://stoplight.io/prism/errors#VIOLATIONS';
  const broken = { location: ['response', 'body'], severity: 'Error', code: 'type', message: 'must be array' };
  const proxied = json(500, { type, validation: [broken] }, { 'content-type': 'application/problem+json' });
  expect(compareAnswers(createCase(true), json(200, {}), proxied)).toMatchObject({
    what: 'Prism refuses the reply',
    prism: [broken],
    reason: undefined,
  });
});

test('unequal answers are a difference, except for the times in replies to changes', () => {
  const [before, after] = [{ updated_at: '2026-01-01T00:00:00Z' }, { updated_at: '2026-01-01T00:00:00.000001Z' }];
  const change = createCase(true, '/tracker', 'PUT');
  expect(compareAnswers(change, json(200, before), json(200, after))).toBeUndefined();
  expect(compareAnswers(createCase(true), json(200, before), json(200, after))?.what).toMatch(/not the same/);
  expect(compareAnswers(change, json(200, before), json(404, before))?.what).toMatch(/not the same: 200 .*, 404 /);
  const long = { text: 'a'.repeat(500) };
  expect(compareAnswers(change, json(200, long), json(200, before))?.what).toMatch(/a…/);
});

test('a mock that does not answer is not a difference; the check of the reply reports it', () => {
  expect(compareAnswers(createCase(true), { failure: 'socket hang up' }, json(200, []))).toBeUndefined();
});
