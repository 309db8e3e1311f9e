import { readFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DONE } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { listen, listenRaw } from '../upstream/serve-upstream.ts';
import { proxy, run } from './run-main.ts';

const { status: _, ...WITHOUT_STATUS } = DONE;
const { created_at: __, ...WITHOUT_TIME } = DONE;

/** A server with a defect: the tracker `broken` has no created_at. */
const answer: RequestListener = (request, response) => {
  const path = request.url ?? '';
  if (path.startsWith('/tracker/broken')) reply(response, WITHOUT_TIME);
  else if (path.startsWith('/tracker/')) reply(response, DONE);
  else if (path.startsWith('/tracker')) reply(response, [DONE]);
  else reply(response, { path, by: 'the server' });
};

function reply(response: Parameters<RequestListener>[1], body: unknown): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
}

const JSON_HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';

describe('proxy', () => {
  test('passes every request on, also for health checks and what no operation matches', async () => {
    const { url, stop } = await proxy(await listen(answer));
    for (const path of ['/healthz', '/openapi.json', '/', '/else?x=1']) {
      expect(await (await fetch(`${url}${path}`)).json()).toEqual({ path, by: 'the server' });
    }
    const { code, out } = await stop();
    expect(code).toBe(0);
    expect(out).toMatch(/every request is passed on to http:\/\/127\.0\.0\.1:\d+\n/);
    expect(out).toContain('4 requests, 0 violations');
  });

  test('counts how requests and replies break the contract, and fails on them', async () => {
    const junit = join(createTemporaryFolder(), 'report.xml');
    const upstream = await listen(answer);
    const { url, stop } = await proxy(upstream, '--fail-on', 'upstream-violations', '--junit', junit);
    const broken = await fetch(`${url}/tracker/broken`);
    expect([broken.status, broken.headers.get('x-contract-violations')]).toEqual([200, '1']);
    expect(await broken.json()).toEqual(WITHOUT_TIME);
    expect((await fetch(`${url}/tracker?limit=0`)).headers.get('x-contract-violations')).toBe('1');
    const { code, out } = await stop();
    expect(code).toBe(1);
    expect(out).toContain('GET /tracker/broken 200');
    expect(out).toContain("reply body: must have required property 'created_at'");
    expect(readFileSync(junit, 'utf8')).toContain('request query.limit: ');
  });

  test('--hard answers 400 to a request that breaks the contract, and does not pass it on', async () => {
    let received = 0;
    const upstream = await listen((request, response) => {
      received += 1;
      answer(request, response);
    });
    const { url } = await proxy(upstream, '--hard');
    const response = await fetch(`${url}/tracker?limit=0`);
    expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
    expect(response.headers.get('x-contract-violations')).toBe('1');
    expect(await response.json()).toEqual({
      type: 'urn:agentex-tracker-mock:request-breaks-contract',
      title: 'The request breaks the contract',
      status: 400,
      detail: 'Failed to pass GET /tracker on: the request breaks the contract. Correct the client.',
      problems: ['query.limit: Input should be greater than or equal to 1'],
    });
    expect(received).toBe(0);
    expect((await fetch(`${url}/tracker?limit=1`)).status).toBe(200);
    expect(received).toBe(1);
  });

  test('--hard answers 502 in place of a reply that breaks the contract', async () => {
    const { url, stop } = await proxy(await listen(answer), '--hard');
    const response = await fetch(`${url}/tracker/broken`);
    expect(response.status).toBe(502);
    expect(await response.json()).toEqual({
      type: 'urn:agentex-tracker-mock:upstream-breaks-contract',
      title: 'The reply of the upstream server breaks the contract',
      status: 502,
      detail:
        'Failed to answer GET /tracker/{tracker_id}: the reply of the upstream server breaks the contract. Correct the server.',
      problems: ["body: must have required property 'created_at'"],
    });
    expect((await fetch(`${url}/tracker/fine`)).status).toBe(200);
    expect((await stop()).out).toContain('2 requests, 0 violations, 1 invalid upstream reply');
  });

  test('the log says why a server gave no reply, also if the request is invalid', async () => {
    const { url, stop } = await proxy('http://127.0.0.1:1');
    await fetch(`${url}/tracker?limit=0`);
    const { out } = await stop();
    expect(out).toContain('Failed to pass GET /tracker on to http://127.0.0.1:1: nothing listens there.');
    expect(out).toContain('query.limit: Input should be greater than or equal to 1');
  });

  test.each([
    ['that nobody runs', () => Promise.resolve('http://127.0.0.1:1')],
    ['that cuts its JSON', () => listenRaw((socket) => void socket.end(`${JSON_HEAD}content-length: 9\r\n\r\n[`))],
  ])('counts a server %s as one that breaks the contract', async (_name, start) => {
    const junit = join(createTemporaryFolder(), 'report.xml');
    const { url, stop } = await proxy(await start(), '--fail-on', 'upstream-violations', '--junit', junit);
    const response = await fetch(`${url}/tracker`);
    expect([response.status, response.headers.get('x-contract-violations')]).toEqual([502, '1']);
    const { code, out } = await stop();
    expect(code).toBe(1);
    expect(out).toContain('1 request, 0 violations, 1 invalid upstream reply');
    expect(readFileSync(junit, 'utf8')).toContain('reply status: Failed to pass GET /tracker on to ');
  });

  test('--hard does not pass on a body that is too large to be checked', async () => {
    const upstream = await listen((_request, response) => {
      response.setHeader('content-type', 'application/json').write('[');
      const chunk = ' '.repeat(1024 * 1024);
      for (let count = 0; count < 17; count += 1) response.write(chunk);
      response.end(']');
    });
    const { url } = await proxy(upstream, '--hard');
    const response = await fetch(`${url}/tracker`);
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({
      problems: ['body: cannot be checked: it is larger than 16777216 bytes'],
    });
  });

  test('keeps sessions apart, and does what a stub asks for', async () => {
    const { url } = await proxy(await listen(answer));
    await fetch(`${url}/__session/a/__admin/stubs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ reply: { status: 503 } }),
    });
    expect((await fetch(`${url}/__session/a/tracker`)).status).toBe(503);
    const response = await fetch(`${url}/__session/b/tracker`);
    expect([response.status, response.headers.get('x-mock-session')]).toEqual([200, 'b']);
  });

  test('lets Prism check every exchange with --prism', async () => {
    const { url, until, stop } = await proxy(await listen(answer), '--prism');
    await fetch(`${url}/tracker/broken`);
    await until('GET /tracker/broken');
    const records: unknown = await (await fetch(`${url}/__admin/requests`)).json();
    expect(records).toMatchObject({ requests: [{ prism: { reply: [{ code: 'required' }] } }] });
    expect((await stop()).out).not.toContain('differ');
  });

  test('waits for the server as long as its option says', async () => {
    const upstream = await listen(() => {});
    const { url } = await proxy(upstream, '--upstream-headers-timeout', '1');
    const response = await fetch(`${url}/tracker`);
    expect(response.status).toBe(502);
    expect(JSON.stringify(await response.json())).toContain('it sent no reply within 1 ms');
  });

  test('ends with 2 for an address that is not one', async () => {
    const { code, err } = await run('proxy', '127.0.0.1:5003');
    expect(code).toBe(2);
    expect(err).toContain('"127.0.0.1:5003" is not an http or https URL. Give one such as http://127.0.0.1:5003.');
    expect((await run('proxy')).err).toContain("missing required argument 'url'");
    expect((await run('proxy', 'http://127.0.0.1:1', '--fixtures', 'x')).code).toBe(2);
  });
});

test('the server may leave out a member that is not required', async () => {
  const upstream = await listen((_request, response) => reply(response, WITHOUT_STATUS));
  const { url } = await proxy(upstream, '--hard');
  expect((await fetch(`${url}/tracker/a`)).status).toBe(200);
});
