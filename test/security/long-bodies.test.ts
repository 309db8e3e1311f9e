import { expect, test } from 'vitest';
import { createTrackerMock } from '../../src/index.ts';
import { addField, createSmallContract } from '../contract/small-contract.ts';
import { handle, toMessage } from '../suite/client.ts';

/** More than a function takes arguments, and less than a body may hold. */
const MANY = 130_000;

const TEXTS = { type: 'array', items: { type: 'string' } };
const NUMBERS = { type: 'array', items: { type: 'integer' } };
const TIMES = { type: 'array', items: { type: 'string', format: 'date-time' } };

test.each([
  ['a list', TEXTS],
  ['a set', { ...TEXTS, uniqueItems: true }],
  ['a dictionary of lists', { type: 'object', additionalProperties: TEXTS }],
])('PUT lists the first 100 errors in %s and says that there are more', (_, schema) => {
  const contract = createSmallContract();
  addField(contract, 'values', schema);
  const mock = createTrackerMock({ contract, fixtures: { trackers: [] } });
  const items = Array.from({ length: MANY }, () => 1);
  const values = schema.type === 'object' ? { a: items } : items;
  const { status, json } = handle(mock, toMessage('PUT /tracker/a', { json: { values } }));
  expect(status).toBe(422);
  const { detail } = json as { detail: { type: string; loc: unknown[]; msg: string }[] };
  expect(detail).toHaveLength(101);
  expect(detail[99]).toMatchObject({ type: 'string_type', loc: expect.arrayContaining([99]) as unknown });
  expect(detail[100]).toMatchObject({
    type: 'too_many_errors',
    loc: ['body'],
    msg: 'Too many errors: only the first 100 are listed',
  });
});

test('a body of the embedded contract gets all its errors, up to 10,000', () => {
  const mock = createTrackerMock();
  const list = (count: number): { type: string }[] => {
    const json = { thread_id: 'a', checkpoint_id: 'c', writes: Array.from({ length: count }, () => ({ idx: 1 })) };
    return (handle(mock, toMessage('POST /checkpoints/put-writes', { json })).json as { detail: { type: string }[] })
      .detail;
  };
  expect(list(2500)).toHaveLength(7500);
  const most = list(3400);
  expect(most).toHaveLength(10_001);
  expect(most.at(-1)).toMatchObject({
    type: 'too_many_errors',
    msg: 'Too many errors: only the first 10000 are listed',
  });
});

test('PUT finds the branch of a union for a long list', () => {
  const contract = createSmallContract();
  addField(contract, 'values', { anyOf: [TIMES, NUMBERS] });
  const tracker = { id: 'a', agent_id: 'a', task_id: 'a', created_at: '2026-08-01T10:00:00Z' };
  const mock = createTrackerMock({ contract, fixtures: { trackers: [tracker] } });
  const values = Array.from({ length: MANY }, () => 1);
  const { status, json } = handle(mock, toMessage('PUT /tracker/a', { json: { values } }));
  expect(status).toBe(200);
  expect((json as { values: unknown[] }).values).toHaveLength(MANY);
});
