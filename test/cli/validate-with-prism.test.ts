import { describe, expect, test } from 'vitest';
import { validateWithPrism } from '../../src/cli/validate-with-prism.ts';
import type { PreparedMock } from '../../src/node/create-tracker-mock.ts';
import { prepareSmallMock } from '../setup.ts';
import type { Payload } from '../suite/client.ts';
import { toMessage } from '../suite/client.ts';

/** A mock that Prism validates, and how that went once it is over. */
async function validate(prepared: PreparedMock): Promise<{
  send: (line: string, payload?: Payload) => number | null;
  end: () => Promise<string[]>;
}> {
  const warnings: string[] = [];
  const stop = await validateWithPrism(prepared, { warn: (text) => void warnings.push(text) });
  return {
    send: (line, payload) => prepared.mock.handle(toMessage(line, payload)).status,
    end: async () => {
      await stop();
      return warnings;
    },
  };
}

describe('validateWithPrism', () => {
  test('puts the verdict into the record of the exchange', async () => {
    const prepared = prepareSmallMock();
    const { mock } = prepared;
    const { send, end } = await validate(prepared);
    send('GET /tracker/t-done');
    send('PUT /tracker/t-done', { json: { status: 5 } });
    expect(await end()).toEqual([]);
    expect(await mock.session().requests()).toMatchObject([
      { method: 'GET', prism: { request: [], reply: [] } },
      {
        method: 'PUT',
        violations: [{ side: 'request', location: ['body', 'status'] }],
        prism: {
          request: expect.arrayContaining([
            expect.objectContaining({
              location: ['request', 'body', 'status'],
              severity: 'Error',
              message: 'Request body property status must be string',
            }),
          ]) as object[],
          reply: [],
        },
      },
    ]);
  });

  test('validates a session’s request as one without its prefix', async () => {
    const prepared = prepareSmallMock();
    const { mock } = prepared;
    const { send, end } = await validate(prepared);
    expect(send('GET /__session/one/tracker?limit=1')).toBe(200);
    expect(await end()).toEqual([]);
    expect(await mock.session('one').requests()).toMatchObject([{ prism: { request: [], reply: [] } }]);
  });

  test('has no opinion on what no operation is for', async () => {
    const prepared = prepareSmallMock();
    const { mock } = prepared;
    const { send, end } = await validate(prepared);
    for (const line of ['GET /nowhere', 'GET /healthz', 'DELETE /tracker']) send(line);
    expect(await end()).toEqual([]);
    const records = await mock.session().requests();
    expect(records).toHaveLength(3);
    for (const record of records) expect(record.prism).toBeNull();
  });

  test('has no opinion once it was ended', async () => {
    const prepared = prepareSmallMock();
    const { mock } = prepared;
    const { send, end } = await validate(prepared);
    await end();
    send('GET /tracker');
    const [record] = await mock.session().requests();
    expect(record?.prism).toBeNull();
  });

  test.each([
    'code=503',
    'code=422',
    'delay=1',
    'fault=connection-reset-by-peer',
    'fault=empty-response',
    'fault=malformed-response-chunk',
    'fault=random-data-then-close',
    'fault=slow-body',
    'fault=contract-violation',
  ])('does not warn of what was stubbed: %s', async (prefer) => {
    const { send, end } = await validate(prepareSmallMock());
    send('GET /tracker/t-done', { headers: { prefer } });
    send('GET /tracker', { headers: { prefer } });
    expect(await end()).toEqual([]);
  });

  test('does not warn of a reply that was stubbed to break the contract', async () => {
    const prepared = prepareSmallMock();
    await prepared.mock
      .session()
      .stub({ match: { method: 'GET' }, reply: { status: 200, body: { id: 5 } }, allowViolations: true });
    const { send, end } = await validate(prepared);
    expect(send('GET /tracker/t-done')).toBe(200);
    expect(await end()).toEqual([]);
  });

  test('validates a body that is longer than the journal keeps', async () => {
    const prepared = prepareSmallMock();
    const { send, end } = await validate(prepared);
    expect(send('PUT /tracker/t-done', { json: { status_reason: 'x'.repeat(70_000) } })).toBe(200);
    expect(send('GET /tracker')).toBe(200);
    expect(await end()).toEqual([]);
    const records = await prepared.mock.session().requests();
    expect(records.map(({ prism }) => prism)).toEqual([
      { request: [], reply: [] },
      { request: [], reply: [] },
    ]);
  });

  test('passes over what comes faster than Prism reads, and says how much that was', async () => {
    const { send, end } = await validate(prepareSmallMock());
    for (let count = 0; count < 1001; count += 1) send('GET /tracker/t-done');
    expect(await end()).toEqual(['Prism did not validate 1 exchange: they came faster than it reads']);
  });
});
