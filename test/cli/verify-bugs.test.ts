import { expect, test } from 'vitest';
import type { TrackerMock } from '../../src/index.ts';
import { createTrackerMock } from '../../src/index.ts';
import type { DraftReply, ProviderOptions } from './run-verify.ts';
import { startProvider, TRACKER, verify } from './run-verify.ts';

// Servers with one bug each. verify must find each of them, as one difference.

type Row = Record<string, unknown>;
type Bug = (mock: TrackerMock) => Pick<ProviderOptions, 'spoil' | 'redirect'>;

/** Changes each tracker of the successful replies. */
function changeRows(change: (row: Row) => Row): Bug {
  return () => ({
    spoil({ url }, reply) {
      if (!url.pathname.startsWith('/tracker') || reply.status !== 200) return;
      const value = JSON.parse(reply.body) as Row | Row[];
      reply.body = JSON.stringify(Array.isArray(value) ? value.map(change) : change(value));
    },
  });
}

/** Changes the query of the list of trackers. */
function changeQuery(change: (query: URLSearchParams) => void): Bug {
  return () => ({
    redirect({ target }) {
      const url = new URL(target, 'http://provider.test');
      if (url.pathname !== '/tracker') return {};
      change(url.searchParams);
      return { target: `${url.pathname}${url.search}` };
    },
  });
}

function parse(text: string): Row | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : undefined;
  } catch {
    return undefined;
  }
}

function readBody(mock: TrackerMock, target: string): string {
  return mock.handle({ method: 'GET', target, headers: {}, body: new Uint8Array() }).body;
}

const renewed = new Map<unknown, string>();

const BUGS: Readonly<Record<string, readonly [bug: Bug, difference: RegExp]>> = {
  'a missing member': [
    changeRows((row) => Object.fromEntries(Object.entries(row).filter(([member]) => member !== 'agent_id'))),
    /the 200 reply breaks the contract at body.*agent_id/,
  ],
  'a wrong type': [
    changeRows((row) => ({ ...row, task_id: 7 })),
    /the 200 reply breaks the contract at body\.(\[\]\.)?task_id/,
  ],
  'a time without zone': [
    changeRows((row) => ({ ...row, created_at: String(row['created_at']).replace('Z', '') })),
    /the 200 reply breaks the contract at body\.(\[\]\.)?created_at/,
  ],
  'a cursor that goes back': [
    (mock) => ({
      spoil({ url, body }, reply) {
        if (!reply.body.includes('Cannot move cursor backwards')) return;
        const row = parse(readBody(mock, url.pathname));
        Object.assign(reply, {
          status: 200,
          body: JSON.stringify({ ...row, ...parse(body) }),
        } satisfies Partial<DraftReply>);
      },
    }),
    /PUT \/tracker\/\{tracker_id\}: status 200, where 400 is expected/,
  ],
  'an omitted status that is kept': [
    (mock) => ({
      redirect({ method, target, body }) {
        const value = parse(body);
        if (method !== 'PUT' || value === undefined || 'status' in value) return {};
        return { body: JSON.stringify({ ...value, status: parse(readBody(mock, target))?.['status'] }) };
      },
    }),
    /PUT \/tracker\/\{tracker_id\}: status is "VERIFY BEFORE", where null is expected/,
  ],
  'an updated_at that is always renewed': [
    () => ({
      spoil({ method, url }, reply) {
        const row = parse(reply.body);
        if (!url.pathname.startsWith('/tracker/') || reply.status !== 200 || row === undefined) return;
        if (method === 'PUT') renewed.set(row['id'], new Date().toISOString());
        reply.body = JSON.stringify({ ...row, updated_at: renewed.get(row['id']) ?? row['updated_at'] });
      },
    }),
    /PUT \/tracker\/\{tracker_id\}: updated_at changes, where it stays in the mock/,
  ],
  'an updated_at that is never renewed': [
    (mock) => {
      const first = parse(readBody(mock, `/tracker/${TRACKER}`));
      return changeRows((row) => (row['id'] === TRACKER ? { ...row, updated_at: first?.['updated_at'] } : row))(mock);
    },
    /PUT \/tracker\/\{tracker_id\}: updated_at stays, where it changes in the mock/,
  ],
  'a wrong order': [
    changeQuery((query) => {
      if (!query.has('order_by')) query.set('order_direction', query.get('order_direction') === 'asc' ? 'desc' : 'asc');
    }),
    /GET \/tracker: the order differs from place 1 on/,
  ],
  'a page that is off by one': [
    changeQuery((query) => {
      const number = query.get('page_number') ?? '';
      if (/^[1-9]\d{0,5}$/.test(number) && query.getAll('page_number').length === 1) {
        query.set('page_number', String(Number(number) + 1));
      }
    }),
    /GET \/tracker: the list holds \d+ rows?.*, where \d+ rows?/,
  ],
  'a 500 on malformed JSON': [
    () => ({
      spoil(_, reply) {
        if (reply.status !== 422 || !reply.body.includes('json_invalid')) return;
        Object.assign(reply, { status: 500, headers: {}, body: 'Internal Server Error' });
      },
    }),
    /PUT \/tracker\/\{tracker_id\}: status 500, where 422 is expected: 500 Internal Server Error/,
  ],
  'a filter that is ignored': [
    changeQuery((query) => query.delete('agent_id')),
    /GET \/tracker: the list holds 13 rows .*, where \d rows? .* should be/,
  ],
};

test.each(Object.entries(BUGS))('verify finds %s, as one difference', async (_, [bug, difference]) => {
  const mock = createTrackerMock({ events: 'strict' });
  const { url } = await startProvider({ mock, ...bug(mock) });
  const args = ['--events', 'strict', '--write', '--tracker', TRACKER, '--may-move-cursor'];
  const { code, out, err } = await verify(url, args);
  expect({ code, err }).toEqual({ code: 1, err: '' });
  expect(out).toMatch(/\n1 difference, 0 known differences, \d+ requests\n$/);
  expect(out).toMatch(difference);
  const [, id = '', curl = ''] = /\n {2}case ([0-9a-f]{8}): .*\n {2}(curl .*)\n/.exec(out) ?? [];
  expect(curl).toContain(url);

  const again = await verify(url, [...args, '--case', id]);
  expect(again.code).toBe(1);
  expect(again.out).toMatch(difference);
});

test('verify finds no difference if the clock of the server stands still, and says so', async () => {
  const mock = createTrackerMock({ events: 'strict', clock: { now: '2030-01-01T00:00:00.5Z' } });
  const { url } = await startProvider({ mock });
  // In the second run, the trackers have the time from the start.
  for (let run = 0; run < 2; run += 1) {
    const { code, out } = await verify(url, ['--operations', 'PUT /tracker*', '--write', '--tracker', TRACKER]);
    expect(code).toBe(0);
    expect(out).toContain(
      "note: the server's clock stands still at 2030-01-01T00:00:00.500000Z, so it was not checked which updates set updated_at\n",
    );
  }
});

test('verify takes the order of texts by code points for that of another locale', async () => {
  const mock = createTrackerMock({ events: 'strict' });
  const rows = JSON.parse(readBody(mock, '/tracker?limit=100')) as Row[];
  const compare = (a: unknown, b: unknown): number =>
    a === b ? 0 : a === null ? 1 : typeof a === 'string' && typeof b === 'string' && a > b ? 1 : -1;
  const columns = ['status_reason', 'updated_at', 'created_at'];
  const { url } = await startProvider({
    mock,
    spoil({ url: { searchParams } }, reply) {
      if (searchParams.get('order_by') !== 'status_reason') return;
      const sorted = rows.toSorted(
        (a, b) => columns.map((column) => compare(a[column], b[column])).find((order) => order !== 0) ?? 0,
      );
      reply.body = JSON.stringify(searchParams.get('order_direction') === 'desc' ? sorted.toReversed() : sorted);
    },
  });
  expect(await verify(url, ['--operations', 'GET /tracker'])).toMatchObject({ code: 0, err: '' });
});
