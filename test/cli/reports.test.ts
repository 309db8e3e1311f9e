import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CTRFReport } from 'ctrf';
import { validate } from 'ctrf';
import { describe, expect, test, vi } from 'vitest';
import { createSmallContract, createSmallContractWorld } from '../contract/small-contract.ts';
import { createSmallWorld } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { readXml } from './read-xml.ts';
import type { Served } from './run-main.ts';
import { run, serve } from './run-main.ts';

function serveSmall(...args: string[]): Promise<Served> {
  const folder = createTemporaryFolder({ 'world.json': createSmallWorld() });
  return serve([...args, '-f', join(folder, 'world.json')]);
}

/** A contract that lists no 404. */
function serveUnlisted(...args: string[]): Promise<Served> {
  const folder = createTemporaryFolder({
    'contract.json': createSmallContract(),
    'world.json': createSmallContractWorld(),
  });
  return serve([...args, '-c', join(folder, 'contract.json'), '-f', join(folder, 'world.json')]);
}

async function put(url: string, body: object, headers: object = {}): Promise<void> {
  const init = { method: 'PUT', headers: { 'content-type': 'application/json', ...headers } };
  await fetch(url, { ...init, body: JSON.stringify(body) });
}

function readReport(file: string): CTRFReport {
  return JSON.parse(readFileSync(file, 'utf8')) as CTRFReport;
}

describe('the summary', () => {
  test('shows the requests that fail a run, each with its reason and a curl command', async () => {
    const { url, stop } = await serveSmall('--fail-on', 'violations,unmatched');
    await put(`${url}/__session/cart/tracker/t-done`, { status: 5 });
    await fetch(`${url}/trackers`, { headers: { 'x-mock-session': 'checkout' } });
    const { code, out } = await stop();
    expect(code).toBe(1);
    const lines = out.split('\n');
    expect(lines.slice(lines.findIndex((line) => line.startsWith('2 requests')))).toEqual([
      '2 requests, 1 violation, 0 statuses outside the contract, 1 unmatched',
      '  1 × PUT /tracker/{tracker_id}: request body.status: Input should be a valid string',
      'failed, as --fail-on violations asks:',
      '  PUT /tracker/t-done: request body.status: Input should be a valid string',
      `    curl -X PUT ${url}/__session/cart/tracker/t-done -H 'content-type: application/json' --data-raw '{"status":5}'`,
      'failed, as --fail-on unmatched asks:',
      '  GET /trackers: the path has "trackers" in place of "tracker". Send GET /tracker.',
      `    curl ${url}/trackers -H 'x-mock-session: checkout'`,
      '',
    ]);
  });

  test('shows a status outside the contract', async () => {
    const { url, stop } = await serveUnlisted('--fail-on', 'undocumented');
    await fetch(`${url}/tracker/none`);
    expect((await stop()).out).toContain(
      `failed, as --fail-on undocumented asks:\n  GET /tracker/none: the contract does not list the status 404 for GET /tracker/{tracker_id}\n    curl ${url}/tracker/none\n`,
    );
  });

  test('counts what was allowed, and the log marks it', async () => {
    const { url, stop } = await serveSmall('--fail-on', 'violations');
    await put(`${url}/tracker/t-done`, { status: 5 }, { prefer: 'allow-violations' });
    const { code, out } = await stop();
    expect(code).toBe(0);
    expect(out).toContain('ms  allowed; request body.status: Input should be a valid string\n');
    expect(out).toMatch(/\n1 request, 0 violations, 1 allowed, 0 statuses outside the contract, 0 unmatched\n$/);
  });

  test('shows ten requests of a kind, and reports list a hundred', async () => {
    const report = join(createTemporaryFolder(), 'report.xml');
    const { url, stop } = await serveSmall('--fail-on', 'unmatched', '--junit', report);
    for (let sent = 0; sent < 101; sent += 1) await fetch(`${url}/none/${sent}`);
    const { out } = await stop();
    expect(out).toContain('0 statuses outside the contract, 101 unmatched\n');
    expect(out.split('curl ')).toHaveLength(11);
    expect(out).toContain('  and more, which the reports of --junit and --ctrf list\n');
    const [failure] = readXml(readFileSync(report, 'utf8')).children[0]?.children[5]?.children ?? [];
    expect(failure?.attributes['message']).toBe('101 unmatched requests');
    expect(failure?.text.split('curl ')).toHaveLength(101);
  });

  test('lists a hundred allowed violations of an operation, and counts the rest', async () => {
    const report = join(createTemporaryFolder(), 'report.xml');
    const { url, stop } = await serveSmall('--junit', report);
    const init = { headers: { prefer: 'allow-violations' } };
    for (let sent = 0; sent < 101; sent += 1) await fetch(`${url}/tracker?limit=0`, init);
    expect((await stop()).out).toContain('101 requests, 0 violations, 101 allowed, ');
    const [output] = readXml(readFileSync(report, 'utf8')).children[0]?.children[4]?.children ?? [];
    expect(output?.text.split('\n')).toHaveLength(101);
  });
});

describe('--junit', () => {
  test('has a test case for each other kind that --fail-on names, and lists what was allowed', async () => {
    const report = join(createTemporaryFolder(), 'report.xml');
    const { url, stop } = await serveSmall('--junit', report, '--fail-on', 'unmatched,undocumented');
    await put(`${url}/tracker/t-done`, { status: 5 }, { prefer: 'allow-violations' });
    await fetch(`${url}/trackers`);
    expect((await stop()).code).toBe(1);
    const [suite] = readXml(readFileSync(report, 'utf8')).children;
    expect(suite?.attributes).toEqual({ name: 'agentex-tracker-mock', tests: '7', failures: '1' });
    expect(suite?.children.slice(3)).toMatchObject([
      {
        attributes: { name: 'PUT /tracker/{tracker_id} keeps the contract', assertions: '1' },
        children: [
          {
            name: 'system-out',
            text: 'Allowed violations:\nPUT /tracker/t-done: request body.status: Input should be a valid string',
          },
        ],
      },
      { attributes: { name: 'GET /tracker keeps the contract' }, children: [] },
      { attributes: { name: 'every reply has a status that the contract lists', assertions: '2' }, children: [] },
      {
        attributes: { name: 'every request has an operation', assertions: '2' },
        children: [
          {
            name: 'failure',
            attributes: { message: '1 unmatched request', type: 'unmatched' },
            text: `GET /trackers: the path has "trackers" in place of "tracker". Send GET /tracker.\n  curl ${url}/trackers`,
          },
        ],
      },
    ]);
  });
});

describe('--ctrf', () => {
  test('writes the same test cases as CTRF', async () => {
    const file = join(createTemporaryFolder(), 'ctrf.json');
    const { url, stop } = await serveSmall('--ctrf', file, '--fail-on', 'unmatched');
    await put(`${url}/tracker/t-done`, { status: 5 });
    await fetch(`${url}/tracker?limit=0`, { headers: { prefer: 'allow-violations' } });
    await stop();
    const report = readReport(file);
    expect(validate(report)).toMatchObject({ valid: true });
    expect(report.results.summary).toMatchObject({ tests: 6, passed: 5, failed: 1 });
    expect(report.results.tool.name).toBe('agentex-tracker-mock');
    expect(report.results.tests).toMatchObject([
      { name: 'GET /events/{event_id} keeps the contract', status: 'passed' },
      { name: 'GET /events keeps the contract', status: 'passed' },
      { name: 'GET /tracker/{tracker_id} keeps the contract', status: 'passed' },
      {
        name: 'PUT /tracker/{tracker_id} keeps the contract',
        status: 'failed',
        message: '1 violation',
        trace: `PUT /tracker/t-done: request body.status: Input should be a valid string\n  curl -X PUT ${url}/tracker/t-done -H 'content-type: application/json' --data-raw '{"status":5}'`,
        extra: { kind: 'violations', requests: 1, failures: [{ request: 'PUT /tracker/t-done' }] },
      },
      {
        name: 'GET /tracker keeps the contract',
        status: 'passed',
        stdout: ['Allowed violations:', expect.stringMatching(/^GET \/tracker\?limit=0: request query\.limit: /)],
      },
      { name: 'every request has an operation', status: 'passed' },
    ]);
  });

  test('to a path that cannot be written is refused at the start', async () => {
    const file = join(createTemporaryFolder(), 'none', 'ctrf.json');
    expect(await run('serve', '--port', '0', '--ctrf', file)).toEqual({
      code: 2,
      out: '',
      err: `Failed to write the report ${JSON.stringify(file)}: its folder does not exist. Give --ctrf a path that can be written.\n`,
    });
  });

  test('is written if the other report cannot be', async () => {
    const folder = createTemporaryFolder();
    const [junit, ctrf] = [join(folder, 'report.xml'), join(folder, 'ctrf.json')];
    const { stop } = await serveSmall('--junit', junit, '--ctrf', ctrf);
    mkdirSync(junit);
    expect(await stop()).toMatchObject({ code: 2, err: expect.stringContaining('Give --junit a path') as string });
    expect(validate(readReport(ctrf)).valid).toBe(true);
  });
});

describe('under GitHub Actions', () => {
  test('failures are annotations, and the job summary lists them', async () => {
    const summary = join(createTemporaryFolder({ 'summary.md': 'of another step\n' }), 'summary.md');
    vi.stubEnv('GITHUB_ACTIONS', 'true');
    vi.stubEnv('GITHUB_STEP_SUMMARY', summary);
    const { url, stop } = await serveSmall('--fail-on', 'unmatched');
    await put(`${url}/tracker/t-done`, { status: 5 });
    await fetch(`${url}/trackers?100%,a=%0A::error::forged`);
    const { code, err } = await stop();
    expect(code).toBe(1);
    expect(err.split('\n')).toEqual([
      `::warning title=tracker-mock%3A PUT /tracker/{tracker_id} keeps the contract::PUT /tracker/t-done: request body.status: Input should be a valid string%0A  curl -X PUT ${url}/tracker/t-done -H 'content-type: application/json' --data-raw '{"status":5}'`,
      `::error title=tracker-mock%3A every request has an operation::GET /trackers?100%25,a=%250A::error::forged: the path has "trackers" in place of "tracker". Send GET /tracker.%0A  curl '${url}/trackers?100%25,a=%250A::error::forged'`,
      '',
    ]);
    const text = readFileSync(summary, 'utf8');
    expect(text).toMatch(/^of another step\n### tracker-mock\n/);
    expect(text).toContain(
      '<tr><td>PUT /tracker/{tracker_id} keeps the contract</td><td>1</td><td>❌ 1 violation</td></tr>',
    );
    expect(text).toContain('<tr><td>GET /tracker keeps the contract</td><td>0</td><td>✅</td></tr>');
    expect(text).toContain('<pre>GET /trackers?100%,a=%0A::error::forged: the path has &#34;trackers&#34; ');
  });

  test('what a client sent is text in the job summary, and allowed violations are counted', async () => {
    const summary = join(createTemporaryFolder(), 'summary.md');
    vi.stubEnv('GITHUB_ACTIONS', 'true');
    vi.stubEnv('GITHUB_STEP_SUMMARY', summary);
    const { url, stop } = await serveSmall('--fail-on', 'violations');
    await put(`${url}/tracker/t-done`, { status: ['</pre>\n\n# Forged & <b>'] });
    await put(`${url}/tracker/t-done`, { status: 5 }, { prefer: 'allow-violations' });
    await stop();
    const text = readFileSync(summary, 'utf8');
    expect(text).toContain('&#60;/pre&#62;');
    expect(text).not.toContain('\n# Forged');
    expect(text).toContain('<td>❌ 1 violation (1 allowed)</td>');
  });

  test('a job summary that cannot be written is a warning', async () => {
    const summary = join(createTemporaryFolder(), 'none', 'summary.md');
    vi.stubEnv('GITHUB_ACTIONS', 'true');
    vi.stubEnv('GITHUB_STEP_SUMMARY', summary);
    const { stop } = await serveSmall();
    const { code, out } = await stop();
    expect(code).toBe(0);
    expect(out).toContain('warning the job summary cannot be written: Error: ENOENT');
  });

  test('without a file for the job summary there are annotations only: the first ten', async () => {
    vi.stubEnv('GITHUB_ACTIONS', 'true');
    const { url, stop } = await serveSmall('--fail-on', 'unmatched');
    for (let sent = 0; sent < 11; sent += 1) await fetch(`${url}/none`);
    expect((await stop()).err.split('\n')).toHaveLength(11);
  });
});
