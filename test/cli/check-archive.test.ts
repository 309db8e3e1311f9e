import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { serveUpstream } from '../recording/upstream-server.ts';
import { DONE } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import type { Run } from './run-main.ts';
import { proxy, run } from './run-main.ts';

interface Parts {
  readonly method?: string;
  readonly url?: string;
  readonly request?: object;
  readonly status?: number;
  readonly response?: object;
  readonly content?: object;
}

const JSON_TYPE = [{ name: 'Content-Type', value: 'application/json' }];

/** An entry as a browser writes it, for a GET of a tracker. */
function toEntry({ method = 'GET', url = 'http://api.test/tracker/d', ...parts }: Parts): object {
  const { request = {}, status = 200, response = {}, content = toContent(DONE) } = parts;
  return {
    startedDateTime: '2026-08-18T20:00:00Z',
    request: { method, url, headers: [{ name: ':authority', value: 'api.test' }], ...request },
    response: { status, headers: JSON_TYPE, content, ...response },
  };
}

function toContent(value: unknown): object {
  const text = JSON.stringify(value);
  return { size: text.length, mimeType: 'application/json', text };
}

async function checkEntries(entries: readonly object[], ...args: string[]): Promise<Run> {
  const folder = createTemporaryFolder({ 'traffic.har': { log: { version: '1.2', entries } } });
  const { code, out, err } = await run('check', join(folder, 'traffic.har'), ...args);
  return { code, out: out.replaceAll(folder, ''), err };
}

const { created_at: _, ...BROKEN } = DONE;

describe('check of an archive', () => {
  test('ends with 0 if every exchange keeps the contract', async () => {
    const body = { mimeType: 'application/json', text: '{"status":"DONE"}' };
    const { code, out, err } = await checkEntries([
      toEntry({}),
      toEntry({ method: 'PUT', request: { postData: body, bodySize: 17 } }),
      toEntry({ url: 'http://api.test/tracker?limit=1#top', content: toContent([DONE]) }),
      toEntry({ method: 'HEAD', url: 'http://api.test/else', status: 404, content: {} }),
    ]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe('4 requests, 0 violations, 0 statuses outside the contract, 1 unmatched\n');
  });

  test('ends with 1 and names the entries that break the contract', async () => {
    const { code, out, err } = await checkEntries([
      toEntry({}),
      toEntry({ url: 'http://api.test/tracker?limit=0&token=x', status: 422, content: toContent({ detail: [] }) }),
      toEntry({ content: toContent(BROKEN) }),
      toEntry({ status: 302 }),
    ]);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out.split('\n').slice(0, 4)).toEqual([
      '/traffic.har: /log/entries/1 GET /tracker?limit=0&token=*** 422  request query.limit: Input should be greater than or equal to 1',
      "/traffic.har: /log/entries/2 GET /tracker/d 200  reply body: must have required property 'created_at'",
      '/traffic.har: /log/entries/3 GET /tracker/d 302  the contract does not list the status 302 for GET /tracker/{tracker_id}',
      '4 requests, 1 violation, 1 invalid upstream reply, 1 status outside the contract, 0 unmatched',
    ]);
    expect(out).toContain('curl http://api.test/tracker/d');
  });

  test('fails for what --fail-on names, and writes the reports', async () => {
    const folder = createTemporaryFolder();
    const [junit, ctrf] = [join(folder, 'junit.xml'), join(folder, 'ctrf.json')];
    const entries = [toEntry({ content: toContent(BROKEN) })];
    const { code } = await checkEntries(entries, '--fail-on', 'upstream-violations', '--junit', junit, '--ctrf', ctrf);
    expect(code).toBe(1);
    expect((await checkEntries(entries, '--fail-on', 'violations')).code).toBe(0);
    expect(readFileSync(junit, 'utf8')).toContain('must have required property');
    expect(readFileSync(ctrf, 'utf8')).toContain('must have required property');
    const others = [toEntry({ url: 'http://api.test/else' })];
    expect((await checkEntries(others, '--fail-on', 'unmatched,violations')).code).toBe(1);
  });

  test('judges only exchanges with the address of --base-url', async () => {
    const entries = [
      toEntry({ url: 'http://api.test/api/tracker/d', content: toContent(BROKEN) }),
      toEntry({ url: 'http://api.test/apiary' }),
      toEntry({ url: 'http://else.test/style.css' }),
    ];
    expect((await checkEntries(entries)).out).toContain('3 unmatched');
    const { out, err } = await checkEntries(entries, '--base-url', 'http://api.test/api/');
    expect(out).toContain('1 request, 0 violations, 1 invalid upstream reply,');
    expect(err).toBe('warning 2 entries not judged: each is for another address\n');
  });

  test('says what it does not judge', async () => {
    const { code, out, err } = await checkEntries([
      toEntry({ status: 0 }),
      toEntry({ url: 'http://api.test/__admin/reset' }),
      toEntry({ method: 'PUT', request: { bodySize: 100, postData: { text: '{"status":' } } }),
    ]);
    expect(code).toBe(0);
    expect(out).toContain('0 requests, ');
    expect(err.split('\n').slice(0, -1)).toEqual([
      'warning 1 entry not judged: it has no reply',
      'warning 1 entry not judged: it calls the control API of a mock',
      'warning 1 entry not judged: it has a request body that is not whole',
    ]);
  });

  test('counts the replies that a mock made up for --fail-on sampled', async () => {
    const headers = [...JSON_TYPE, { name: 'X-Mock-Source', value: 'prism' }];
    const entries = [{ ...toEntry({}), _source: 'sample' }, toEntry({ response: { headers } })];
    const { code, out } = await checkEntries([...entries, { ...toEntry({}), _source: 'mock' }], '--fail-on', 'sampled');
    expect(code).toBe(1);
    expect(out).toContain('3 requests, 0 violations, 0 statuses outside the contract, 0 unmatched, 2 sampled\n');
    expect(out).toContain('GET /tracker/d: the reply was made up by Prism');
  });

  test('skips the preflight requests of a browser', async () => {
    const request = { headers: [{ name: 'Access-Control-Request-Method', value: 'PUT' }] };
    const entries = [toEntry({ method: 'OPTIONS', request, content: {} })];
    const { code, out, err } = await checkEntries(entries, '--fail-on', 'unmatched');
    expect({ code, err }).toEqual({
      code: 0,
      err: 'warning 1 entry not judged: it is a preflight request of CORS\n',
    });
    expect(out).toContain('0 requests, ');
    expect((await checkEntries([toEntry({ method: 'OPTIONS' })], '--fail-on', 'unmatched')).code).toBe(1);
  });

  test('does not take a reply without its whole body for a valid one', async () => {
    const cut = { size: -1, mimeType: 'application/json', text: '{"id":' };
    const { out } = await checkEntries([
      toEntry({ content: cut }),
      toEntry({ content: { size: 10, mimeType: 'application/json' } }),
      toEntry({ content: { ...toContent(DONE), size: -1 } }),
      toEntry({ content: { size: 0, mimeType: 'application/json', text: '' } }),
      toEntry({ response: { headers: [] }, content: { size: 2, mimeType: 'text/html', text: '<p>' } }),
      toEntry({ response: { headers: undefined, content: undefined } }),
    ]);
    const notes = out.split('\n').flatMap((line) => /^\S+ \S+ \S+ \S+ 200 {2}(.*)/.exec(line)?.[1] ?? []);
    expect(notes).toEqual([
      'reply body: cannot be checked: it is not whole in the archive',
      'reply body: cannot be checked: it is not whole in the archive',
      'reply body: is not JSON',
      'reply header.content-type: must be application/json, and is text/html',
      'reply body: is not JSON',
    ]);
  });

  test('decodes bodies in base64', async () => {
    const text = Buffer.from(JSON.stringify(DONE)).toString('base64');
    const content = { size: 9, mimeType: 'application/json', encoding: 'base64' };
    const { out } = await checkEntries([
      toEntry({ content: { ...content, text } }),
      toEntry({ content: { ...content, text: '{' } }),
    ]);
    expect(out).toContain('2 requests, 0 violations, 1 invalid upstream reply,');
  });

  test('a Prefer header or a session of the recorded mock has no effect', async () => {
    const headers = [
      { name: 'Prefer', value: 'code=500' },
      { name: 'x-mock-session', value: 'not a session!' },
      { name: 'x-two', value: '1' },
      { name: 'X-Two', value: '2' },
    ];
    const { out } = await checkEntries([toEntry({ request: { headers }, content: toContent(BROKEN) })]);
    expect(out).toContain('1 request, 0 violations, 1 invalid upstream reply,');
  });

  test('judges the archive of a recording as proxy did', async () => {
    const folder = join(createTemporaryFolder(), 'recorded');
    const upstream = await serveUpstream({ 'GET /tracker/broken': BROKEN, 'GET /else': {} });
    const { url, stop } = await proxy(upstream, '--record', folder);
    await fetch(`${url}/tracker/broken?api_key=real`);
    await fetch(`${url}/tracker?limit=0`);
    await fetch(`${url}/tracker/tracker-1`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{"status":5}',
    });
    await fetch(`${url}/else`);
    const seen = await stop();
    const checked = await run('check', join(folder, 'traffic.har'));
    expect(checked.code).toBe(1);
    const counts = /\d+ requests?, .*unmatched/;
    expect(counts.exec(checked.out)?.[0]).toBe(counts.exec(seen.out)?.[0]);
  });
});

describe('check refuses', () => {
  test('archives and fixtures together', async () => {
    const folder = createTemporaryFolder({
      'world.json': { trackers: [DONE] },
      'archive.json': { log: { entries: [] } },
    });
    const [archive, world] = [join(folder, 'archive.json'), join(folder, 'world.json')];
    expect(await run('check', world, archive)).toEqual({
      code: 2,
      out: '',
      err: `Failed to check the files: ${JSON.stringify(archive)} is an HTTP Archive, and ${JSON.stringify(world)} is not. Check archives and fixtures one after the other.\n`,
    });
    expect((await run('check', archive)).code).toBe(0);
    expect((await run('check', world)).code).toBe(0);
  });

  test('what is no archive', async () => {
    const folder = createTemporaryFolder({ 'a.har': { log: { entries: [{ request: { method: 1, url: '/' } }] } } });
    const path = join(folder, 'a.har');
    expect(await run('check', path)).toEqual({
      code: 2,
      out: '',
      err: `Failed to read the archive ${JSON.stringify(path)}: 2 problems.\n  /log/entries/0/response is missing\n  /log/entries/0/request/method must be a string, not 1\n`,
    });
    writeFileSync(path, '{"log":');
    const { code, err } = await run('check', path);
    expect({ code, err }).toEqual({
      code: 2,
      err: `Failed to read the archive ${JSON.stringify(path)}: it is not JSON at line 1, column 8: Expecting value.\n`,
    });
  });

  test.each([
    ['world.json', ['--fail-on', 'violations'], 'Failed to check the fixtures: they have no use for --fail-on.'],
    ['world.json', ['--base-url', 'http://api.test'], 'Failed to check the fixtures: they have no use for --base-url.'],
    ['a.har', ['--strict'], 'Failed to check the archives: they have no use for --strict.'],
    ['a.har', ['--events', 'open'], 'Failed to check the archives: they have no use for --events.'],
  ])('for %s the options %j', async (name, args, message) => {
    const folder = createTemporaryFolder({ 'world.json': { trackers: [DONE] }, 'a.har': { log: { entries: [] } } });
    expect(await run('check', join(folder, name), ...args)).toEqual({
      code: 2,
      out: '',
      err: `${message} Leave it out.\n`,
    });
  });
});
