import { expect, test } from 'vitest';
import { createTrackerMock } from '../../src/index.ts';
import { addField, createSmallContract } from '../contract/small-contract.ts';
import { handle, toMessage } from '../suite/door.ts';

/** More than a function takes arguments, and less than a body may hold. */
const MANY = 130_000;

const TEXTS = { type: 'array', items: { type: 'string' } };
const NUMBERS = { type: 'array', items: { type: 'integer' } };
const TIMES = { type: 'array', items: { type: 'string', format: 'date-time' } };

test.each([
  ['a list', TEXTS],
  ['a set', { ...TEXTS, uniqueItems: true }],
  ['a dictionary of lists', { type: 'object', additionalProperties: TEXTS }],
])('PUT names every mistake in %s, however many there are', (_, schema) => {
  const contract = createSmallContract();
  addField(contract, 'values', schema);
  const mock = createTrackerMock({ contract, fixtures: { trackers: [] } });
  const items = Array.from({ length: MANY }, () => 1);
  const values = schema.type === 'object' ? { a: items } : items;
  const { status, json } = handle(mock, toMessage('PUT /tracker/a', { json: { values } }));
  expect(status).toBe(422);
  expect((json as { detail: unknown[] }).detail).toHaveLength(MANY);
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
