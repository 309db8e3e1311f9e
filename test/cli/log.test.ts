import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { LOG_BACKLOG } from '../../src/budgets.ts';
import { createLog } from '../../src/cli/log.ts';
import { createMask } from '../../src/journal/mask.ts';
import { addField, createSmallContract, createSmallContractWorld } from '../contract/small-contract.ts';
import { createSmallWorld, DONE } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import type { Served } from './run-main.ts';
import { serve } from './run-main.ts';

function serveSmall(args: readonly string[] = [], isTerminal = false): Promise<Served> {
  const folder = createTemporaryFolder({ 'world.json': createSmallWorld() });
  return serve([...args, '-f', join(folder, 'world.json')], isTerminal);
}

/** Serves a contract with a list of integers. */
function serveNumbers(...args: string[]): Promise<Served> {
  const contract = createSmallContract();
  addField(contract, 'numbers', { type: 'array', items: { type: 'integer' } });
  const trackers = createSmallContractWorld().trackers?.map((tracker) => ({ ...tracker, numbers: [] }));
  const folder = createTemporaryFolder({ 'contract.json': contract, 'world.json': { trackers } });
  return serve([...args, '-c', join(folder, 'contract.json'), '-f', join(folder, 'world.json')]);
}

async function put(url: string, body: unknown): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await fetch(url, { method: 'PUT', headers, body: JSON.stringify(body) });
}

/** The line of a request, its time replaced. */
function findLine(out: string, start: string): string {
  const line = out.split('\n').find((candidate) => candidate.startsWith(start)) ?? '';
  return line.replace(/\d+\.\d ms/, 'TIME');
}

describe('the pretty log', () => {
  test('says why a request was refused', async () => {
    const { url, stop } = await serveSmall();
    await fetch(`${url}/trackers`);
    await fetch(`${url}/tracker/none`);
    await put(`${url}/tracker/t-reading`, { last_processed_event_id: 'evt-1' });
    await put(`${url}/tracker/t-done`, { status: 5 });
    await fetch(`${url}/tracker`, { headers: { prefer: 'code=409' } });
    await fetch(`${url}/tracker/t-done`, { method: 'PATCH' });
    const { out } = await stop();
    expect(findLine(out, 'PATCH /tracker/t-done')).toBe(
      'PATCH /tracker/t-done 405 TIME  the method is PATCH, not GET. Send GET /tracker/{tracker_id}.',
    );
    expect(findLine(out, 'GET /trackers')).toBe(
      'GET /trackers 404 TIME  the path has "trackers" in place of "tracker". Send GET /tracker.',
    );
    expect(findLine(out, 'GET /tracker/none')).toMatch(/^GET \/tracker\/none 404 TIME {2}\S.*none/);
    expect(findLine(out, 'PUT /tracker/t-reading')).toMatch(
      /^PUT \/tracker\/t-reading 400 TIME {2}Cannot move cursor backwards: /,
    );
    expect(findLine(out, 'PUT /tracker/t-done')).toBe(
      'PUT /tracker/t-done 422 TIME  request body.status: Input should be a valid string',
    );
    expect(findLine(out, 'GET /tracker 409')).toMatch(
      /^GET \/tracker 409 TIME {2}the contract does not list this status/,
    );
  });

  test('says how to start the mock so that it serves its own paths', async () => {
    const off = await serveSmall(['--no-admin']);
    for (const path of ['/metrics', '/__admin/scenario', '/__session/a/__admin']) await fetch(`${off.url}${path}`);
    const { out } = await off.stop();
    expect(findLine(out, 'GET /metrics')).toBe(
      'GET /metrics 404 TIME  the metrics are off. Start the mock with --metrics.',
    );
    const advice = 'Start the mock without --no-admin, and with --admin-token if other machines can reach it.';
    for (const line of ['GET /__admin/scenario 404 TIME', 'GET /__session/a/__admin 404 TIME [a]']) {
      expect(findLine(out, line.split(' 404')[0] ?? '')).toBe(`${line}  the control API is off. ${advice}`);
    }
  });

  test('says that the metrics have no session prefix', async () => {
    const { url, stop } = await serveSmall(['--metrics']);
    await fetch(`${url}/__session/a/metrics`);
    expect(findLine((await stop()).out, 'GET /__session')).toBe(
      'GET /__session/a/metrics 404 TIME [a]  the metrics are those of all sessions. Send GET /metrics without the session prefix.',
    );
  });

  test.each([
    [{}, 'its content-type is "text/plain;charset=UTF-8"'],
    [{ 'content-type': 'text/json' }, 'its content-type is "text/json"'],
  ])('says why a body was not read as JSON: %j', async (headers: Record<string, string>, found) => {
    const { url, stop } = await serveSmall();
    await fetch(`${url}/tracker/t-done`, { method: 'PUT', headers, body: '{"status": "COMPLETED"}' });
    expect(findLine((await stop()).out, 'PUT')).toBe(
      `PUT /tracker/t-done 422 TIME  the body was not read as JSON, since ${found} (send application/json); request body: Input should be a valid dictionary or object to extract fields from`,
    );
  });

  test('says that a body has no content-type', async () => {
    const { url, stop } = await serveSmall();
    await fetch(`${url}/tracker/t-done`, { method: 'PUT', body: new TextEncoder().encode('{}') });
    expect(findLine((await stop()).out, 'PUT')).toContain('since there is no content-type (send application/json); ');
  });

  test.each([
    ['{"status": "A",}', 'request body.15: JSON decode error: Expecting property name enclosed in double quotes'],
    ['"text"', 'request body: Input should be a valid dictionary or object to extract fields from'],
    ['', 'request body: Field required'],
  ])('says what is wrong with the JSON %s', async (body, mistake) => {
    const { url, stop } = await serveSmall();
    await fetch(`${url}/tracker/t-done`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body });
    expect(findLine((await stop()).out, 'PUT')).toBe(`PUT /tracker/t-done 422 TIME  ${mistake}`);
  });

  test.each([
    ['', '""'],
    ['a b', '"a b"'],
  ])('says why the session name %j was refused', async (name, shown) => {
    const { url, stop } = await serveSmall(['--fail-on', 'unmatched,violations,undocumented']);
    await fetch(`${url}/tracker`, { headers: { 'x-mock-session': name } });
    const { code, out } = await stop();
    expect(findLine(out, 'GET')).toBe(
      `GET /tracker 400 TIME  Failed to select a session: its name has to be 1 to 64 of A-Z a-z 0-9 . _ - (got ${shown}).`,
    );
    expect(out).toContain('1 request, 0 violations, 0 statuses outside the contract, 0 unmatched');
    expect(code).toBe(0);
  });

  test.each([['deployed'], ['contract']])('says why a request was refused with the profile %s', async (profile) => {
    const { url, stop } = await serveSmall(['--profile', profile]);
    await put(`${url}/tracker/t-done`, { status: 5 });
    expect(findLine((await stop()).out, 'PUT')).toMatch(
      /^PUT \/tracker\/t-done 422 TIME {2}.*Input should be a valid string/,
    );
  });

  test('has the session, if the header or the prefix names one', async () => {
    const { url, stop } = await serveSmall();
    await fetch(`${url}/tracker`, { headers: { 'x-mock-session': 'checkout' } });
    await fetch(`${url}/__session/cart/tracker`);
    const { out } = await stop();
    expect(findLine(out, 'GET /tracker')).toBe('GET /tracker 200 TIME [checkout]');
    expect(findLine(out, 'GET /__session')).toBe('GET /__session/cart/tracker 200 TIME [cart]');
  });

  test('names a status that the contract does not list', async () => {
    const { url, stop } = await serveSmall();
    await fetch(`${url}/tracker`, { headers: { prefer: 'code=503' } });
    expect(findLine((await stop()).out, 'GET')).toBe('GET /tracker 503 TIME  the contract does not list this status');
  });

  test('names a query parameter that the operation does not have', async () => {
    const { url, stop } = await serveSmall();
    await fetch(`${url}/tracker?limt=5&a%1b%0ab`);
    expect(findLine((await stop()).out, 'GET')).toMatch(
      /^GET \/tracker\?limt=5&a%1b%0ab 200 TIME {2}unknown query parameter "limt"; did you mean "limit"\?; unknown query parameter "a\\u001b\\nb"; expected one of /,
    );
  });

  test('names a misspelt preference, and the reason of a redirect', async () => {
    const { url, stop } = await serveSmall();
    await fetch(`${url}/tracker`, { headers: { prefer: 'cod=503, return=minimal' } });
    await fetch(`${url}/events/`, { redirect: 'manual' });
    const { out } = await stop();
    expect(findLine(out, 'GET /tracker')).toBe('GET /tracker 200 TIME  unknown preference "cod"; did you mean "code"?');
    expect(findLine(out, 'GET /events/')).toBe(
      'GET /events/ 307 TIME  the path ends in a slash, so the server redirects it. Send GET /events.',
    );
  });

  test('names twenty mistakes of a request, and counts the rest', async () => {
    const { url, stop } = await serveNumbers();
    await put(`${url}/tracker/t-1`, { numbers: Array.from({ length: 1000 }, () => 'x') });
    const line = findLine((await stop()).out, 'PUT');
    const [undocumented, ...notes] = line.slice('PUT /tracker/t-1 422 TIME  '.length).split('; ');
    expect(undocumented).toBe('the contract does not list this status');
    expect(notes).toHaveLength(21);
    expect(notes[0]).toMatch(/^request body\.numbers\.0: Input should be a valid integer/);
    expect(notes[20]).toBe('and 81 more');
  });

  test('cuts a long path', async () => {
    const { url, stop } = await serveSmall();
    await fetch(`${url}/tracker/${'x'.repeat(10_000)}`);
    const line = findLine((await stop()).out, 'GET');
    expect(line.startsWith(`GET /tracker/${'x'.repeat(191)}… 404 TIME  Item with id 'xxx`)).toBe(true);
    expect(line.length).toBeLessThan(450);
  });

  test('has colours by status on a terminal, and for a warning', async () => {
    vi.stubEnv('NO_COLOR', undefined);
    vi.stubEnv('FORCE_COLOR', '1');
    const { url, stop } = await serveSmall(['--host', '0.0.0.0'], true);
    for (const code of [200, 404, 503]) await fetch(`${url}/tracker`, { headers: { prefer: `code=${code}` } });
    const { out } = await stop();
    expect(out).toContain('\u{1b}[33mwarning\u{1b}[39m the control API is off');
    for (const coloured of ['\u{1b}[32m200', '\u{1b}[33m404', '\u{1b}[31m503']) expect(out).toContain(coloured);
    expect(out).toContain('\u{1b}[33mthe contract does not list this status\u{1b}[39m');
  });

  test.each([
    ['NO_COLOR', '1', true],
    ['FORCE_COLOR', '1', false],
  ])('has none with %s=%s where the output is a terminal: %j', async (name, value, isTerminal) => {
    for (const variable of ['NO_COLOR', 'FORCE_COLOR']) vi.stubEnv(variable, variable === name ? value : undefined);
    const { url, stop } = await serveSmall([], isTerminal);
    await fetch(`${url}/tracker?limit=0`);
    expect((await stop()).out).not.toContain('\u{1b}');
  });
});

describe('the log in JSON', () => {
  test('has one object for each line, with the message of the pretty one', async () => {
    const { url, stop } = await serveSmall(['--log', 'json']);
    await put(`${url}/tracker/t-done?a="b`, { status: 5 });
    await fetch(`${url}/nowhere`);
    const lines = (await stop()).out.trim().split('\n');
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string;
    const frame = { '@timestamp': time, level: 'INFO', logger: 'tracker-mock' };
    const ms = expect.any(Number) as number;
    expect(lines.slice(0, 3).map((line) => JSON.parse(line) as unknown)).toEqual([
      { ...frame, message: `tracker-mock ready at ${url}`, url, networkUrls: [] },
      {
        ...frame,
        message: 'PUT /tracker/t-done?a=%22b 422',
        method: 'PUT',
        path: '/tracker/t-done',
        query: 'a=%22b',
        status: 422,
        ms,
        operation: 'PUT /tracker/{tracker_id}',
        source: 'mock',
        undocumented: false,
        session: 'default',
        reason: null,
        violations: ['request body.status: Input should be a valid string'],
        allowed: false,
        notes: ['unknown query parameter "a"; expected none'],
      },
      {
        ...frame,
        message: 'GET /nowhere 404',
        method: 'GET',
        path: '/nowhere',
        query: '',
        status: 404,
        ms,
        operation: null,
        source: 'mock',
        undocumented: false,
        session: 'default',
        reason: 'the contract has no operation with a similar path',
        violations: [],
        allowed: false,
        notes: [],
      },
    ]);
    expect(lines).toHaveLength(4);
  });

  test('names twenty mistakes of a request, and counts the rest', async () => {
    const { url, stop } = await serveNumbers('--log', 'json');
    await put(`${url}/tracker/t-1`, { numbers: Array.from({ length: 1000 }, () => 'x') });
    const line = (await stop()).out.split('\n').find((candidate) => candidate.includes('"PUT"')) ?? '{}';
    const { violations } = JSON.parse(line) as { violations: string[] };
    expect(violations).toHaveLength(21);
    expect(violations[20]).toBe('and 81 more');
  });
});

test('the log in JSON escapes what JSON leaves of the characters that steer a terminal', async () => {
  const tracker = { ...DONE, 'a\u{9b}2J\u{202e}b\u{e0041}': 1 };
  const folder = createTemporaryFolder({ 'world.json': { trackers: [tracker] } });
  const { stop } = await serve(['--log', 'json', '-f', join(folder, 'world.json')]);
  const [line = ''] = (await stop()).out.split('\n');
  expect(line).toContain(String.raw`/trackers/0/a\u009b2J\u202eb\udb40\udc41 is not a field`);
  expect(JSON.parse(line)).toMatchObject({
    message: expect.stringContaining('a\u{9b}2J\u{202e}b\u{e0041} is') as string,
  });
});

test('the log gathers whole lines, up to 64 KiB, and writes at once what it is asked to', () => {
  const written: string[] = [];
  const log = createLog('pretty', { out: (text) => void written.push(text) }, (_, text) => text, createMask());
  log.info('one');
  log.warn('two');
  expect(written).toEqual([]);
  log.flush();
  log.flush();
  expect(written).toEqual(['one\nwarning two\n']);
  log.info('three');
  log.info('x'.repeat(64 * 1024));
  expect(written.slice(1)).toEqual([`three\n${'x'.repeat(64 * 1024)}\n`]);
  log.ready('http://127.0.0.1:4010');
  expect(written.slice(2)).toEqual(['tracker-mock ready at http://127.0.0.1:4010\n']);
});

test.each([['pretty'], ['json']])(
  'the %s log and the report mask secrets, also by a name of one’s own',
  async (style) => {
    const folder = createTemporaryFolder({ 'world.json': { trackers: [DONE] } });
    const [world, report] = [join(folder, 'world.json'), join(folder, 'report.xml')];
    const { url, stop } = await serve(['--log', style, '-f', world, '--junit', report, '--mask', 'a, Customer']);
    await fetch(`${url}/tracker?api_key=secret&a=secret&customer=secret&limit=0&b=shown`);
    const written = [(await stop()).out, readFileSync(report, 'utf8')];
    for (const text of written) {
      expect(text).toContain('api_key=***');
      expect(text).toContain('b=shown');
      expect(text).not.toContain('secret');
    }
  },
);

test('the log drops lines while nobody reads them, and says how many', () => {
  const written: string[] = [];
  let backlog = LOG_BACKLOG + 1;
  const log = createLog(
    'pretty',
    { out: (text) => void written.push(text), backlog: () => backlog },
    (_, text) => text,
    createMask(),
  );
  log.info('one');
  log.flush();
  log.info('two');
  log.warn('three', ['because']);
  log.flush();
  expect(written).toEqual([]);
  backlog = LOG_BACKLOG;
  log.info('four');
  log.flush();
  log.flush();
  expect(written).toEqual(['four\nwarning 4 lines of the log dropped: nobody read them in time\n']);
});

test.each([
  ['pretty', 'GET /tracker no reply, empty-response TIME'],
  [
    'json',
    '"message":"GET /tracker no reply, empty-response","logger":"tracker-mock","session":"default","method":"GET","path":"/tracker","query":"","status":null,',
  ],
])('the %s log names the fault that left a request without a reply', async (style, text) => {
  const { url, stop } = await serveSmall(['--log', style]);
  const headers = { 'content-type': 'application/json' };
  await fetch(`${url}/__admin/stubs`, { method: 'POST', headers, body: '{"fault":"empty-response"}' });
  await expect(fetch(`${url}/tracker`)).rejects.toThrow('fetch failed');
  const { out } = await stop();
  expect(out.replaceAll(/\d+\.\d ms/g, 'TIME')).toContain(text);
});

describe('the silent log', () => {
  test('tells the ready line alone: no request, warning or summary', async () => {
    const { url, stop } = await serveSmall(['--log', 'silent', '--host', '0.0.0.0']);
    await fetch(`${url}/tracker?limit=0`);
    const { code, out, err } = await stop();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^tracker-mock ready at .*\n$/);
  });
});
