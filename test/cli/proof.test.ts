import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import published from 'agentex-tracker-mock/openapi.json' with { type: 'json' };
import { describe, expect, test } from 'vitest';
import { addField, createSmallContract, createSmallContractWorld } from '../contract/small-contract.ts';
import { createSmallWorld } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { readXml } from './read-xml.ts';
import type { Served } from './run-main.ts';
import { run, serve } from './run-main.ts';

/** Serves a contract that does not list the 404 of `GET /tracker/{tracker_id}`. */
function serveSmall(...args: string[]): Promise<Served> {
  const listed = structuredClone(published);
  Reflect.deleteProperty(listed.paths['/tracker/{tracker_id}'].get.responses, '404');
  const folder = createTemporaryFolder({ 'world.json': createSmallWorld(), 'contract.json': listed });
  return serve([...args, '-f', join(folder, 'world.json'), '-c', join(folder, 'contract.json')]);
}

/** Serves a contract in which a client's own names are checked. */
function serveLabels(...args: string[]): Promise<Served> {
  const contract = createSmallContract();
  addField(contract, 'labels', { type: 'object', additionalProperties: { type: 'integer' } });
  addField(contract, 'numbers', { type: 'array', items: { type: 'integer' } });
  const trackers = createSmallContractWorld().trackers?.map((tracker) => ({ ...tracker, labels: {}, numbers: [] }));
  const folder = createTemporaryFolder({ 'contract.json': contract, 'world.json': { trackers } });
  return serve([...args, '-c', join(folder, 'contract.json'), '-f', join(folder, 'world.json')]);
}

async function put(url: string, body: object, headers: object = {}): Promise<number> {
  const init = { method: 'PUT', body: JSON.stringify(body) };
  return (await fetch(url, { ...init, headers: { 'content-type': 'application/json', ...headers } })).status;
}

/** Does what each kind of failure is: nothing, a violation, a status outside the contract, a request that no operation is for. */
const DEEDS = {
  well: (url: string) => put(`${url}/tracker/t-done`, {}),
  violations: (url: string) => put(`${url}/tracker/t-done`, { status: 5 }),
  undocumented: async (url: string) => (await fetch(`${url}/tracker/none`)).status,
  unmatched: async (url: string) => (await fetch(`${url}/trackers`)).status,
  allowed: (url: string) => put(`${url}/tracker/t-done`, { status: 5 }, { prefer: 'allow-violations' }),
  stubbed: (url: string) => put(`${url}/tracker/t-done`, {}, { prefer: 'code=503' }),
} as const;
const STATUSES = { well: 200, violations: 422, undocumented: 404, unmatched: 404, allowed: 422, stubbed: 503 } as const;

describe('--fail-on', () => {
  test.each([
    [[], 'violations', 0],
    [['violations'], 'well', 0],
    [['violations'], 'violations', 1],
    [['violations'], 'undocumented', 0],
    [['violations'], 'allowed', 0],
    [['undocumented'], 'stubbed', 0],
    [['violations'], 'unmatched', 0],
    [['undocumented'], 'undocumented', 1],
    [['undocumented'], 'violations', 0],
    [['unmatched'], 'unmatched', 1],
    [['unmatched'], 'undocumented', 0],
    [['violations,undocumented,unmatched'], 'well', 0],
    [['violations,undocumented,unmatched'], 'undocumented', 1],
    [['unmatched , violations'], 'violations', 1],
    [['unmatched', 'violations'], 'violations', 1],
    [['violations', 'unmatched'], 'violations', 1],
  ] as const)('%j and a request that is %s: the exit code is %d', async (kinds, deed, expected) => {
    const { url, stop } = await serveSmall(...kinds.flatMap((kind) => ['--fail-on', kind]));
    expect(await DEEDS[deed](url)).toBe(STATUSES[deed]);
    const { code, err } = await stop();
    expect({ code, err }).toEqual({ code: expected, err: '' });
  });

  test('counts what the control API does not', async () => {
    const { url, stop } = await serveSmall('--fail-on', 'violations,undocumented,unmatched');
    expect((await fetch(`${url}/__admin/nowhere`)).status).toBe(404);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await stop()).code).toBe(0);
  });
});

describe('the summary', () => {
  test('counts, and names the three most frequent mistakes, most frequent first', async () => {
    const { url, stop } = await serveSmall();
    const mistakes = [{ status: 5 }, { status_reason: [] }, { last_processed_event_id: 1 }];
    for (const [times, body] of mistakes.entries()) {
      for (let time = 0; time <= times; time += 1) await put(`${url}/tracker/t-done`, body);
    }
    for (const query of ['limit=0', 'limit=x', 'limit=x', 'page_number=0']) await fetch(`${url}/tracker?${query}`);
    await DEEDS.undocumented(url);
    await DEEDS.unmatched(url);
    const lines = (await stop()).out.trim().split('\n').slice(-4);
    expect(lines).toEqual([
      '12 requests, 10 violations, 1 status outside the contract, 1 unmatched',
      '  3 × PUT /tracker/{tracker_id}: request body.last_processed_event_id: Input should be a valid string',
      '  2 × PUT /tracker/{tracker_id}: request body.status_reason: Input should be a valid string',
      '  2 × GET /tracker: request query.limit: Input should be a valid integer, unable to parse string as an integer',
    ]);
  });

  test('is one object with --log json', async () => {
    const { url, stop } = await serveSmall('--log', 'json');
    await DEEDS.violations(url);
    const line = (await stop()).out.trim().split('\n').at(-1) ?? '';
    expect(JSON.parse(line)).toMatchObject({
      message: expect.stringMatching(
        /^1 request, 1 violation, 0 statuses outside the contract, 0 unmatched\n/,
      ) as string,
      requests: 1,
      violations: 1,
      undocumented: 0,
      unmatched: 0,
      frequent: [{ count: 1 }],
      operations: [0, 0, 0, 1, 0].map((count) => ({ requests: count, violationCount: count })),
    });
  });

  test('holds no control character of a client’s, and no long text', async () => {
    const { url, stop } = await serveLabels();
    await put(`${url}/tracker/t-1`, { labels: { [`a\u{1b}[2J\nFORGED\u{9b}31m${'x'.repeat(5000)}`]: 'no integer' } });
    const { out } = await stop();
    expect(out).toContain('  1 × PUT /tracker/{tracker_id}: request body.labels.a');
    expect(out).not.toMatch(/[^\P{Cc}\n]/u);
    for (const line of out.split('\n')) {
      expect(line).not.toMatch(/^FORGED/);
      expect(line.length).toBeLessThan(500);
    }
  });
});

test('the summary counts a thousand different mistakes, and no more of the rest', async () => {
  const { url, stop } = await serveLabels('--log', 'json');
  // An answer lists 100 errors.
  for (let first = 0; first < 1500; first += 100) {
    const labels = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`label-${first + index}`, 'x']));
    await put(`${url}/tracker/t-1`, { labels });
  }
  await put(`${url}/tracker/t-1`, { labels: { 'label-999': 'x', 'label-1000': 'x' } });
  await put(`${url}/tracker/t-1`, { labels: { 'label-1000': 'x' } });
  const summary = JSON.parse((await stop()).out.trim().split('\n').at(-1) ?? '') as { frequent: object[] };
  expect(summary).toMatchObject({ requests: 17, violations: 1503 });
  expect(summary.frequent).toMatchObject([
    { count: 2, text: expect.stringContaining('body.labels.label-999: ') as string },
    { count: 1, text: expect.stringContaining('body.labels.label-0: ') as string },
    { count: 1, text: expect.stringContaining('body.labels.label-1: ') as string },
  ]);
});

describe('--junit', () => {
  test('writes a test case for each operation, failed where it has violations', async () => {
    const report = join(createTemporaryFolder(), 'report.xml');
    const { url, stop } = await serveSmall('--junit', report);
    await DEEDS.well(url);
    await put(`${url}/tracker/t-done?a='<&>"`, { status: 5, status_reason: 5 });
    await fetch(`${url}/tracker`);
    await stop();

    const { name, children } = readXml(readFileSync(report, 'utf8'));
    expect(name).toBe('testsuites');
    expect(children).toMatchObject([
      { name: 'testsuite', attributes: { name: 'agentex-tracker-mock', tests: '5', failures: '1' } },
    ]);
    const classname = 'tracker-mock';
    expect(children[0]?.children).toMatchObject([
      ...['GET /events/{event_id}', 'GET /events', 'GET /tracker/{tracker_id}'].map((operation) => ({
        attributes: { classname, name: `${operation} keeps the contract`, assertions: '0' },
        children: [],
      })),
      {
        attributes: { classname, name: 'PUT /tracker/{tracker_id} keeps the contract', assertions: '2' },
        children: [
          {
            name: 'failure',
            attributes: { message: '2 violations', type: 'contract-violation' },
            text: [
              'PUT /tracker/t-done?a=%27%3C&%3E%22: request body.status: Input should be a valid string',
              'PUT /tracker/t-done?a=%27%3C&%3E%22: request body.status_reason: Input should be a valid string',
              `  curl -X PUT '${url}/tracker/t-done?a=%27%3C&%3E%22' -H 'content-type: application/json' --data-raw '{"status":5,"status_reason":5}'`,
            ].join('\n'),
          },
        ],
      },
      { attributes: { classname, name: 'GET /tracker keeps the contract', assertions: '1' }, children: [] },
    ]);
  });

  test('names its test cases the same in every run', async () => {
    const folder = createTemporaryFolder();
    const names: unknown[] = [];
    for (const requests of [0, 3]) {
      const { url, stop } = await serveSmall('--junit', join(folder, 'report.xml'));
      for (let sent = 0; sent < requests; sent += 1) await fetch(`${url}/tracker?limit=0`);
      await stop();
      const [suite] = readXml(readFileSync(join(folder, 'report.xml'), 'utf8')).children;
      names.push(suite?.children.map(({ attributes }) => attributes['name']));
    }
    expect(names[1]).toEqual(names[0]);
  });

  test('is well-formed whatever a client sends, and not long', async () => {
    const report = join(createTemporaryFolder(), 'report.xml');
    const { url, stop } = await serveLabels('--junit', report);
    const keys = ['\u{0}\u{8}\u{1b}[31m', ']]>', '&amp;<!--', '\u{fffe}\u{d800}', '"\'', 'x'.repeat(2000), '__proto__'];
    const labels = `{${keys.map((key) => `${JSON.stringify(key)}:"no"`).join(',')}}`;
    await fetch(`${url}/tracker/t-1`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: `{"labels":${labels},"numbers":${JSON.stringify(Array.from({ length: 5000 }, () => 'x'))}}`,
    });
    await stop();
    const text = readFileSync(report, 'utf8');
    const [failure] = readXml(text).children[0]?.children[1]?.children ?? [];
    expect(failure).toMatchObject({ name: 'failure', attributes: { message: '101 violations' } });
    expect(failure?.text).toContain('request body.labels.]]>: ');
    expect(failure?.text.split('\n')).toHaveLength(101);
    expect(text.length).toBeLessThan(50_000);
  });

  test('takes the place of an older report', async () => {
    const folder = createTemporaryFolder({ 'report.xml': 'old' });
    const { stop } = await serveSmall('--junit', join(folder, 'report.xml'));
    expect((await stop()).code).toBe(0);
    expect(readXml(readFileSync(join(folder, 'report.xml'), 'utf8')).name).toBe('testsuites');
    expect(readdirSync(folder)).toEqual(['report.xml']);
  });

  test.each([
    ['no-folder/report.xml', 'its folder does not exist'],
    ['folder', 'it is not a regular file'],
    ['folder/inside.txt/report.xml', 'ENOTDIR: not a directory'],
  ])('to the path %s is refused at the start', async (name, reason) => {
    const folder = createTemporaryFolder({ 'folder/inside.txt': 'old' });
    const report = join(folder, name);
    expect(await run('serve', '--port', '0', '--junit', report)).toEqual({
      code: 2,
      out: '',
      err: `Failed to write the report ${JSON.stringify(report)}: ${reason}. Give --junit a path that can be written.\n`,
    });
    expect(readdirSync(folder)).toEqual(['folder']);
  });

  test('leaves an older report as it is until the end', async () => {
    const folder = createTemporaryFolder({ 'report.xml': 'old' });
    await serveSmall('--junit', join(folder, 'report.xml'));
    expect(readdirSync(folder)).toEqual(['report.xml']);
    expect(readFileSync(join(folder, 'report.xml'), 'utf8')).toBe('old');
  });

  test('that cannot be put in its place at the end ends with 2, and leaves what is there', async () => {
    const folder = createTemporaryFolder();
    const report = join(folder, 'report.xml');
    const { url, stop } = await serveSmall('--junit', report, '--fail-on', 'violations');
    await DEEDS.violations(url);
    mkdirSync(report);
    const { code, err, out } = await stop();
    expect(code).toBe(2);
    expect(err).toMatch(/^Failed to write the report "[^\n]*\. Give --junit a path that can be written\.\n$/);
    expect(out).toContain('1 request, 1 violation');
    expect(readdirSync(folder)).toEqual(['report.xml']);
  });

  test('that cannot be written at the end ends with 2, and leaves the old one', async () => {
    const folder = createTemporaryFolder({ 'report.xml': 'old' });
    const report = join(folder, 'report.xml');
    const { stop } = await serveSmall('--junit', report);
    // The new one is written there before it replaces the old one.
    mkdirSync(`${report}.${process.pid}.tmp`);
    const { code, err } = await stop();
    expect(code).toBe(2);
    expect(err).toContain(`Failed to write the report ${JSON.stringify(report)}: EISDIR`);
    expect(readFileSync(report, 'utf8')).toBe('old');
  });
});
