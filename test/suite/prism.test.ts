import { describe, expect, test } from 'vitest';
import { FRESH } from '../setup.ts';
import { testEvents } from './event-suite.ts';
import { testList } from './list-suite.ts';
import { testRetrieve } from './retrieve-suite.ts';
import { createPrismTransport } from './transports.ts';
import { testUpdate } from './update-suite.ts';

const prism = createPrismTransport();

describe('through prism proxy', () => {
  testRetrieve(prism);
  testEvents(prism);
  testList(prism);
  testUpdate(prism);

  test('PUT /tracker/{tracker_id} is refused by Prism if the mock would refuse it, and never reaches the mock', async () => {
    const client = await prism.open();
    const answer = await client.send('PUT /tracker/t-fresh', { json: { status: 5 } });
    expect(answer.status).toBe(422);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    const kept = await client.send('GET /tracker/t-fresh');
    expect(kept.json).toEqual(FRESH);
  });

  test('GET /tracker carries no violation that Prism found in the reply', async () => {
    const client = await prism.open();
    const answer = await client.send('GET /tracker');
    expect(answer.headers).not.toHaveProperty('sl-violations');
  });
});
