import { readFileSync } from 'node:fs';
import { createTrackerMock } from 'agentex-tracker-mock';
import { expect, test } from 'vitest';
import { listOperations } from '../../src/dashboard/contract-operations.ts';
import { toSample } from '../../src/dashboard/schema-sample.ts';

const contract = JSON.parse(readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8')) as Record<
  string,
  unknown
>;

test('the mock accepts a stub with the body that the form begins with, for each operation and status', async () => {
  const session = createTrackerMock().session();
  const refused: string[] = [];
  const operations = listOperations(contract);
  for (const { name, statuses, sample } of operations) {
    for (const status of statuses) {
      const body = sample(status);
      const reply = { status: Number(status), ...(body === undefined ? {} : { body }) };
      await session.stub({ match: { operation: name }, reply }).catch(() => refused.push(`${name} ${status}`));
    }
  }
  expect(operations.length).toBeGreaterThan(90);
  expect(refused).toEqual([]);
});

test('a schema that contains itself ends where it may', () => {
  const reference = { $ref: '#/Node' };
  const properties = {
    text: { type: 'string' },
    parent: reference,
    next: { anyOf: [reference, { type: 'null' }] },
    children: { type: 'array', items: reference },
  };
  expect(toSample({ Node: { type: 'object', properties } }, reference)).toEqual({
    text: 'text',
    next: null,
    children: [],
  });
  expect(toSample({ Node: { anyOf: [reference] } }, reference)).toBeUndefined();
});
