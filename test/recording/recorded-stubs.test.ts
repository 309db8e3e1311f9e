import { describe, expect, test } from 'vitest';
import { createMask } from '../../src/journal/mask.ts';
import { loadEmbeddedContract } from '../../src/node/embedded-contract.ts';
import { toRecordedStubs, toRequestPattern } from '../../src/recording/recorded-stubs.ts';
import type { SeenExchange } from '../../src/recording/seen-exchange.ts';

const SEEN: SeenExchange = {
  time: '2026-08-18T20:00:00Z',
  ms: 1,
  source: 'upstream',
  session: 'default',
  method: 'GET',
  path: '/tracker',
  query: [],
  operation: 'GET /tracker',
  request: {},
  reply: { status: 200, headers: {}, json: [] },
  notes: [],
};
const contract = loadEmbeddedContract();
const mask = createMask();

describe('the pattern of a recorded request', () => {
  test('requires that the parameters of its operation are absent that it did not have', () => {
    const { query, ...rest } = toRequestPattern(
      {
        ...SEEN,
        query: [
          ['limit', '1'],
          ['token', 'x'],
        ],
      },
      contract,
      mask,
    );
    expect(rest).toEqual({ operation: 'GET /tracker', path: '/tracker' });
    expect(query).toMatchObject({ limit: '1', task_id: null, agent_id: null });
    expect(query).not.toHaveProperty('token');
  });

  test('has the body without its secrets', () => {
    const { operation: _, ...unmatched } = SEEN;
    const request = { json: { user: { name: 'me', password: '***' }, items: [{ key: 0, id: 1 }, 'text'] } };
    expect(toRequestPattern({ ...unmatched, method: 'POST', path: '/a%20b', request }, contract, mask)).toEqual({
      method: 'POST',
      path: '/a b',
      body: { user: { name: 'me' }, items: [{ id: 1 }, 'text'] },
    });
  });
});

describe('a recorded stub', () => {
  const seen = [{ pattern: { path: '/tracker' }, exchange: SEEN }];

  test('may break the contract if the reply did, which is said', () => {
    expect(
      toRecordedStubs(seen, ({ allowViolations }) => (allowViolations === true ? [] : ['/reply/body is bad'])),
    ).toEqual({
      stubs: [{ match: { path: '/tracker' }, reply: { status: 200, body: [] }, allowViolations: true }],
      notes: ['the reply to GET /tracker breaks the contract: its stub allows that'],
    });
  });

  test('is left out if it would be refused', () => {
    expect(toRecordedStubs(seen, () => ['/match/path is bad'])).toEqual({
      stubs: [],
      notes: ['the reply to GET /tracker is left out: as a stub it would be refused (/match/path is bad)'],
    });
  });

  test('has the headers that a client may need, and no body if there was none', () => {
    const headers = { 'content-type': 'application/problem+json', location: '/a', date: 'today' };
    const exchange = { ...SEEN, reply: { status: 303, headers } };
    expect(toRecordedStubs([{ pattern: {}, exchange }], () => []).stubs).toEqual([
      { match: {}, reply: { status: 303, headers: { 'content-type': 'application/problem+json', location: '/a' } } },
    ]);
  });
});
