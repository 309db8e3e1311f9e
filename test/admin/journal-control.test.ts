import { expect, test } from 'vitest';
import { VERSION } from '../../src/version.ts';
import type { ControlClient } from './control-clients.ts';
import { describeControl } from './control-clients.ts';

/** Five exchanges: a list, an update, an update that breaks the contract, a tracker that is not there, and a path that is not. */
function sendFive({ send }: ControlClient): void {
  send('GET /tracker?limit=1');
  send('PUT /tracker/t-fresh', { json: { status: 'READY', status_reason: null } });
  send('PUT /tracker/t-done', { json: { status: 5 } });
  send('GET /tracker/t-none');
  send('GET /trackers');
}

const LIST = 'GET /tracker';

describeControl('journal', (open) => {
  test('an exchange is recorded completely, except credentials', async () => {
    const { control, send } = await open();
    send('PUT /tracker/t-fresh?x=1', { json: { status: 5 }, headers: { authorization: 'Bearer secret' } });
    const [record] = await control.requests();
    expect(record).toEqual({
      id: expect.stringMatching(/^\d+$/) as string,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
      session: 'test',
      method: 'PUT',
      path: '/tracker/t-fresh',
      query: 'x=1',
      operation: 'PUT /tracker/{tracker_id}',
      request: {
        headers: { 'content-type': 'application/json', 'x-mock-session': 'test', authorization: '***' },
        body: '{"status":5}',
        truncated: false,
      },
      reply: {
        status: 422,
        headers: expect.objectContaining({
          'content-type': 'application/json',
          'x-contract-violations': '1',
        }) as object,
        body: expect.stringContaining('string_type') as string,
        truncated: false,
      },
      ms: expect.any(Number) as number,
      violations: [
        {
          side: 'request',
          location: ['body', 'status'],
          rule: 'string_type',
          message: 'Input should be a valid string',
        },
      ],
      allowed: false,
      source: 'mock',
      unmatched: false,
      undocumented: false,
      notes: ['unknown query parameter "x"; expected none'],
      override: null,
      prism: null,
    });
    expect(await control.request(record?.id ?? '')).toEqual(record);
  });

  test.each([
    ['/tracker?limt=5&agentid=a', ['"limt"; did you mean "limit"?', '"agentid"; did you mean "agent_id"?']],
    ['/tracker?Limit=5&Limit=6', ['"Limit"; did you mean "limit"?']],
    ['/events?taskid=a', ['"taskid"; did you mean "task_id"?']],
    ['/agents/a?%00+b', ['"\\u0000 b"; expected none']],
    [`/tracker/a?${'x'.repeat(65)}`, [`"${'x'.repeat(64)}…"; expected none`]],
    ['/tracker?limit=5#limt=1', []],
    ['/tracker', []],
    ['/trackers?limt=5', []],
  ])('GET %s has notes on the query parameters that the operation does not have', async (target, notes) => {
    const { control, send } = await open();
    send(`GET ${target}`);
    expect((await control.requests())[0]?.notes).toEqual(notes.map((note) => `unknown query parameter ${note}`));
  });

  test.each([
    ['cod=503', ['"cod"; did you mean "code"?']],
    ['Delai=5, faults=hang', ['"Delai"; did you mean "delay"?', '"faults"; did you mean "fault"?']],
    ['CODE=200, wait=10, return=minimal', []],
    [Array.from({ length: 50 }, () => 'cod').join(','), Array.from({ length: 5 }, () => '"cod"; did you mean "code"?')],
    [`${'a,'.repeat(30)}cod`, []],
  ])('Prefer: %s has notes on preferences that are probably misspelt', async (prefer, notes) => {
    const { control, send } = await open();
    send('GET /tracker', { headers: { prefer } });
    expect((await control.requests())[0]?.notes).toEqual(notes.map((note) => `unknown preference ${note}`));
  });

  test('GET /tracker has notes on the first five unknown query parameters, and the number of the others', async () => {
    const { control, send } = await open();
    send(`GET /tracker?${Array.from({ length: 1000 }, (_, index) => `zz${index}`).join('&')}`);
    const [record] = await control.requests();
    expect(record).toMatchObject({ reply: { status: 200 }, violations: [] });
    expect(record?.notes).toHaveLength(6);
    expect(record?.notes[4]).toMatch(/^unknown query parameter "zz4"; expected one of /);
    expect(record?.notes[5]).toBe('and 995 more unknown query parameters');
  });

  test('secrets are masked by the names of headers and query members, and matched all the same', async () => {
    const { control, send } = await open();
    const headers = {
      'x-agent-api-key': 'hidden',
      'x-agent-identity': 'hidden',
      'api-key': 'hidden',
      'x-auth-token': 'hidden',
      referer: 'http://a.test/?token=hidden',
    };
    // The slash is redirected away, with the query.
    send('GET /tracker/?api_key=hidden&limit=1&%70assword=hidden&monkey&status=5#access_token=hidden', { headers });
    send('GET /nowhere?client_secret=hidden');
    send('PUT /tracker/t-fresh?key=hidden', { json: { status: 5 } });
    const records = [
      ...(await control.requests()),
      ...(await control.unmatched()),
      ...(await control.violations()),
      await control.har(),
    ];
    expect(records.filter((record) => JSON.stringify(record).includes('hidden'))).toEqual([]);
    const [record] = await control.requests();
    expect(record?.query).toBe('api_key=***&limit=1&%70assword=***&monkey&status=5');
    expect(record?.request.headers).toMatchObject({ 'api-key': '***', referer: 'http://a.test/?token=***' });
    expect(await control.count({ query: { api_key: 'hidden' }, headers: { 'x-auth-token': 'hidden' } })).toBe(1);
  });

  test('a list is recorded as it was sent, even if its trackers change later', async () => {
    const { control, send } = await open();
    const { text } = send('GET /tracker');
    send('PUT /tracker/t-fresh', { json: { status: 'CHANGED' } });
    await control.trackers.delete('t-done');
    const [record] = await control.requests();
    expect(record?.reply.body).toBe(text);
  });

  test.each([
    [{}, 5],
    [{ operation: LIST }, 1],
    [{ operation: 'PUT /tracker/{tracker_id}' }, 2],
    [{ method: 'get' }, 3],
    [{ path: '/tracker' }, 1],
    [{ path: '/tracker/*' }, 3],
    [{ query: { limit: null }, headers: { 'content-type': 'application/json' } }, 2],
    [{ status: 404 }, 2],
    [{ valid: false }, 1],
    [{ valid: true, method: 'PUT' }, 1],
    [{ since: '2020-01-01T00:00:00+02:00' }, 5],
    [{ since: '2999-01-01T00:00:00Z' }, 0],
    [{ limit: 0 }, 0],
    [{ body: { status: 'READY' } }, 1],
    [{ body: { status_reason: null } }, 1],
    [{ body: { status: 'DONE' } }, 0],
    [{ body: {}, method: 'PUT', limit: 1 }, 1],
  ])('exchanges are listed, found and counted by %j', async (filter, count) => {
    const client = await open();
    sendFive(client);
    const { control } = client;
    const requests = await control.requests(filter);
    expect(requests).toHaveLength(count);
    expect(await control.count(filter)).toBe(count);
  });

  test('a limit returns the newest exchanges, oldest first', async () => {
    const client = await open();
    sendFive(client);
    expect((await client.control.requests({ limit: 2 })).map(({ path }) => path)).toEqual([
      '/tracker/t-none',
      '/trackers',
    ]);
    expect(await client.control.count()).toBe(5);
  });

  test.each([
    [
      { since: 'today' },
      'since is not a date-time with a time zone ("today"). Give a time such as 2026-08-18T20:28:14Z.',
    ],
    [{ operation: 'PUT /trackers' }, 'operation "PUT /trackers" is not in the contract; did you mean "GET /tracker"?'],
  ])('a filter by %j is refused', async (filter, reason) => {
    const { control } = await open();
    const failure = { code: 'admin-request-invalid', message: `Failed to read the filter: ${reason}` };
    await expect(control.requests(filter)).rejects.toMatchObject(failure);
    await expect(control.count(filter)).rejects.toMatchObject(failure);
  });

  test('a filter with an unknown criterion or an invalid value is refused', async () => {
    const { control } = await open();
    const filter: object = { mehtod: 'PUT', limit: -1 };
    const failure = {
      code: 'admin-request-invalid',
      message:
        'Failed to read the filter: 2 problems.\n  /mehtod is unknown; did you mean "method"?\n  /limit must be an integer from 0, not -1',
    };
    await expect(control.requests(filter)).rejects.toMatchObject(failure);
    await expect(control.count(filter)).rejects.toMatchObject(failure);
  });

  test('a request that is not in the journal is not found', async () => {
    const { control, open: openSession, send } = await open();
    send('GET /tracker');
    const [record] = await control.requests();
    await expect(openSession('other').request(record?.id ?? '')).rejects.toMatchObject({ code: 'not-found' });
    await expect(control.request('x')).rejects.toMatchObject({
      code: 'not-found',
      message: `Request "x" not found in the journal of the session ${JSON.stringify(control.name)}, which keeps only the latest ones.`,
    });
  });

  test('unmatched requests are listed with the nearest operation', async () => {
    const client = await open();
    sendFive(client);
    expect(await client.control.unmatched()).toEqual([
      {
        id: expect.any(String) as string,
        method: 'GET',
        path: '/trackers',
        query: '',
        status: 404,
        nearest: 'GET /tracker',
        reason: 'the path has "trackers" in place of "tracker". Send GET /tracker.',
      },
    ]);
  });

  test('the journal is returned as HTTP Archive 1.2', async () => {
    const client = await open();
    sendFive(client);
    const { log } = await client.control.har();
    expect(log).toMatchObject({ version: '1.2', creator: { name: 'agentex-tracker-mock', version: VERSION } });
    expect(log.entries).toHaveLength(5);
    expect(log.entries[2]).toMatchObject({
      request: { method: 'PUT', postData: { mimeType: 'application/json', text: '{"status":5}' } },
      response: { status: 422 },
      comment: 'request body.status: Input should be a valid string',
    });
  });

  test('an empty journal is empty in every form', async () => {
    const client = await open();
    sendFive(client);
    const { control } = client;
    await control.clearRequests();
    expect(await control.requests()).toEqual([]);
    expect(await control.count()).toBe(0);
    expect(await control.unmatched()).toEqual([]);
    expect(await control.violations()).toEqual([]);
    expect((await control.har()).log.entries).toEqual([]);
    await control.assertNoViolations();
  });
});

describeControl('violations', (open) => {
  test('every violation is listed with its exchange, and the assertion lists each on a line', async () => {
    const { control, send } = await open();
    await control.assertNoViolations();
    send('PUT /tracker/t-fresh', { json: { status: 5 } });
    send('GET /tracker?limit=0');
    const [update, list] = await control.requests();
    expect(await control.violations()).toEqual([
      {
        request: update?.id,
        method: 'PUT',
        path: '/tracker/t-fresh',
        query: '',
        operation: 'PUT /tracker/{tracker_id}',
        side: 'request',
        location: ['body', 'status'],
        rule: 'string_type',
        message: 'Input should be a valid string',
      },
      {
        request: list?.id,
        method: 'GET',
        path: '/tracker',
        query: 'limit=0',
        operation: 'GET /tracker',
        side: 'request',
        location: ['query', 'limit'],
        rule: 'greater_than_equal',
        message: 'Input should be greater than or equal to 1',
      },
    ]);
    const lines = [
      'PUT /tracker/t-fresh: request body.status: Input should be a valid string',
      'GET /tracker?limit=0: request query.limit: Input should be greater than or equal to 1',
    ];
    await expect(control.assertNoViolations()).rejects.toMatchObject({
      name: 'MockError',
      code: 'violations-found',
      message: `The contract was broken: 2 violations.\n  ${lines.join('\n  ')}`,
      problems: lines,
    });
  });
});
