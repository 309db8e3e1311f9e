import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Served } from '../cli/run-main.ts';
import { proxy, run, serve } from '../cli/run-main.ts';
import { createSmallContract, createSmallContractWorld } from '../contract/small-contract.ts';
import { openRawSocket } from '../http/raw-socket.ts';
import { createSmallWorld } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { fetchMetrics, samplesOf } from './read-metrics.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const DURATION = 'http_server_request_duration_seconds';

function serveSmall(...args: string[]): Promise<Served> {
  const folder = createTemporaryFolder({ 'world.json': createSmallWorld() });
  return serve([...args, '-f', join(folder, 'world.json')]);
}

async function send(url: string, init?: RequestInit): Promise<number | undefined> {
  const response = await fetch(url, init).catch(() => undefined);
  await response?.text();
  return response?.status;
}

async function addStub(url: string, stub: object): Promise<void> {
  expect(await send(`${url}/__admin/stubs`, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(stub) })).toBe(
    201,
  );
}

describe('--metrics', () => {
  test('GET /metrics has the requests by method, route and status, and no path as it was sent', async () => {
    const { url } = await serveSmall('--metrics');
    await send(`${url}/tracker/t-reading`);
    await send(`${url}/tracker/t-done`);
    await send(`${url}/tracker/t-none`);
    await send(`${url}/tracker/t-reading`, { method: 'PUT', headers: JSON_TYPE, body: '{"status":"DONE"}' });
    await send(`${url}/no-such-path`);
    await send(`${url}/__session/checkout/tracker`);
    const samples = await fetchMetrics(url);
    expect(samplesOf(samples, `${DURATION}_count`)).toEqual({
      '{http_request_method="GET",http_route="/tracker/{tracker_id}",http_response_status_code="200"}': 2,
      '{http_request_method="GET",http_route="/tracker/{tracker_id}",http_response_status_code="404"}': 1,
      '{http_request_method="PUT",http_route="/tracker/{tracker_id}",http_response_status_code="200"}': 1,
      '{http_request_method="GET",http_response_status_code="404"}': 1,
      '{http_request_method="GET",http_route="/tracker",http_response_status_code="200"}': 1,
    });
    expect([...samples.keys()].join('\n')).not.toMatch(/t-reading|no-such-path|checkout|__session/);
  });

  test('GET /metrics has violations that count, by operation, side and rule', async () => {
    const { url } = await serveSmall('--metrics');
    await send(`${url}/tracker?limit=0`);
    await send(`${url}/tracker?limit=0`, { headers: { prefer: 'allow-violations' } });
    await send(`${url}/tracker/t-done`, { method: 'PUT', headers: JSON_TYPE, body: '{"status":1,"status_reason":2}' });
    expect(samplesOf(await fetchMetrics(url), 'tracker_mock_violations_total')).toEqual({
      '{operation="GET /tracker",side="request",rule="greater_than_equal"}': 1,
      '{operation="PUT /tracker/{tracker_id}",side="request",rule="string_type"}': 2,
    });
  });

  test('GET /metrics has stubs that applied, and a broken connection by its fault', async () => {
    const { url } = await serveSmall('--metrics');
    await addStub(url, { match: { method: 'GET' }, times: 2, reply: { status: 503 } });
    await addStub(url, { match: { method: 'PUT' }, fault: 'empty-response' });
    await send(`${url}/tracker`);
    await send(`${url}/nowhere`);
    expect(await send(`${url}/tracker/t-done`, { method: 'PUT' })).toBeUndefined();
    await send(`${url}/tracker`, { headers: { prefer: 'code=500' } });
    const samples = await fetchMetrics(url);
    expect(samplesOf(samples, 'tracker_mock_stubs_applied_total')).toEqual({
      '{operation="GET /tracker"}': 1,
      '': 1,
      '{operation="PUT /tracker/{tracker_id}"}': 1,
    });
    expect(samplesOf(samples, `${DURATION}_count`)).toMatchObject({
      '{http_request_method="PUT",http_route="/tracker/{tracker_id}",error_type="empty-response"}': 1,
    });
  });

  test('GET /metrics has the sessions and trackers that there are', async () => {
    const { url } = await serveSmall('--metrics');
    for (const session of ['a', 'b']) await send(`${url}/__session/${session}/healthz`);
    const before = await fetchMetrics(url);
    expect([before.get('tracker_mock_sessions'), before.get('tracker_mock_trackers')]).toEqual([2, 8]);
    await send(`${url}/__admin/sessions/a`, { method: 'DELETE' });
    const after = await fetchMetrics(url);
    expect([after.get('tracker_mock_sessions'), after.get('tracker_mock_trackers')]).toEqual([1, 4]);
  });

  test('GET /metrics has the active requests, until they are answered or their clients have gone', async () => {
    const { url } = await serveSmall('--metrics');
    const getActive = async (): Promise<unknown> => samplesOf(await fetchMetrics(url), 'http_server_active_requests');
    const client = new AbortController();
    await addStub(url, { match: { path: '/tracker' }, delay: 60_000 });
    const left = send(`${url}/tracker`, { signal: client.signal });
    // The second one waits behind the first, on the same connection.
    const socket = await openRawSocket(Number(new URL(url).port));
    socket.write('GET /tracker HTTP/1.1\r\n\r\nGET /tracker HTTP/1.1\r\n\r\n');
    await expect.poll(getActive).toEqual({ '{http_request_method="GET"}': 2 });
    client.abort();
    await left;
    socket.destroy();
    await expect.poll(getActive).toEqual({ '{http_request_method="GET"}': 0 });
    await send(`${url}/healthz`);
    await expect.poll(getActive).toEqual({ '{http_request_method="GET"}': 0 });
  });

  test('GET /metrics has the requests that the server refused before the mock saw them', async () => {
    const { url } = await serveSmall('--metrics', '--max-body-size', '10');
    await send(`${url}/tracker/t-done`, { method: 'PUT', headers: JSON_TYPE, body: '{"status":"COMPLETED"}' });
    const samples = await fetchMetrics(url);
    expect(samplesOf(samples, 'tracker_mock_refused_requests_total')).toEqual({
      '{http_response_status_code="413"}': 1,
    });
    expect(samplesOf(samples, `${DURATION}_count`)).toEqual({});
  });

  test('GET /metrics counts methods that are not common as one', async () => {
    const { url } = await serveSmall('--metrics');
    for (const method of ['PROPFIND', 'MKCOL']) expect(await send(`${url}/tracker`, { method })).toBe(405);
    const samples = await fetchMetrics(url);
    expect(samplesOf(samples, `${DURATION}_count`)).toEqual({
      '{http_request_method="_OTHER",http_response_status_code="405"}': 2,
    });
    expect(samplesOf(samples, 'http_server_active_requests')).toEqual({ '{http_request_method="_OTHER"}': 0 });
  });

  test('/metrics is neither in the journal nor in the log, and no stub applies to it', async () => {
    const { url, stop } = await serveSmall('--metrics');
    await addStub(url, { reply: { status: 503 } });
    expect(await send(`${url}/metrics`)).toBe(200);
    expect(await (await fetch(`${url}/__admin/requests`)).json()).toEqual({ requests: [] });
    const lines = (await stop()).out.split('\n');
    expect(lines.filter((line) => line.includes('/metrics'))).toEqual([`metrics at ${url}/metrics`]);
    expect(lines.slice(0, 2)).toEqual([`metrics at ${url}/metrics`, `tracker-mock ready at ${url}`]);
  });

  test('GET / links to the metrics, without a session prefix', async () => {
    const { url } = await serveSmall('--metrics');
    const links = { openapi: '/__session/a/openapi.json', metrics: '/metrics' };
    expect(await (await fetch(`${url}/__session/a/`)).json()).toMatchObject({ links });
    const page = await fetch(`${url}/`, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('<a href="./metrics">Metrics</a>');
  });

  test('HEAD /metrics has the headers alone, and other methods are refused', async () => {
    const { url } = await serveSmall('--metrics');
    const head = await fetch(`${url}/metrics?now`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const post = await fetch(`${url}/metrics`, { method: 'POST', body: 'x' });
    expect([post.status, post.headers.get('allow'), post.headers.get('connection')]).toEqual([
      405,
      'GET, HEAD',
      'close',
    ]);
    expect(await post.json()).toMatchObject({ detail: 'Failed to answer "POST /metrics": it allows GET and HEAD.' });
  });

  test('/metrics has no CORS headers, so that pages of other origins cannot read it', async () => {
    const { url } = await serveSmall('--metrics');
    const headers = { origin: 'https://app.example', 'access-control-request-method': 'GET' };
    for (const method of ['GET', 'OPTIONS']) {
      const reply = await fetch(`${url}/metrics`, { method, headers });
      expect([...reply.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  test.each(['/metrics', '/__session/a/metrics', '/metrics/', '/metricsx'])(
    '%s belongs to the API if it is not the path of the metrics, or they are not served',
    async (path) => {
      const { url } = await serveSmall(...(path === '/metrics' ? [] : ['--metrics']));
      expect(await send(url + path)).toBe(404);
      const { requests } = (await (await fetch(`${url}/__admin/requests/unmatched`)).json()) as { requests: unknown[] };
      expect(requests.length).toBe(path.startsWith('/__session') ? 0 : 1);
    },
  );

  test('proxy --metrics counts what passes through, and does not pass /metrics on', async () => {
    const server = await serveSmall();
    const { url } = await proxy(server.url, '--metrics');
    await send(`${url}/tracker/t-done`);
    const route = '{http_request_method="GET",http_route="/tracker/{tracker_id}",http_response_status_code="200"}';
    expect(samplesOf(await fetchMetrics(url), `${DURATION}_count`)).toEqual({ [route]: 1 });
    expect(server.out()).not.toContain('/metrics');
  });

  test.each([
    ['/metrics', 'GET /metrics'],
    ['/metrics/', 'GET /metrics/'],
    ['/{anything}', 'GET /{anything}'],
  ])('a contract with %s is refused, since the metrics would hide the operation', async (path, name) => {
    const contract = createSmallContract();
    const responses = { 200: { description: 'Text', content: { 'application/json': { schema: { type: 'string' } } } } };
    Object.assign(contract['paths'] as object, { [path]: { get: { operationId: 'other', responses } } });
    const folder = createTemporaryFolder({ 'next.json': contract, 'world.json': createSmallContractWorld() });
    const options = ['-c', join(folder, 'next.json'), '-f', join(folder, 'world.json'), '--port', '0'];
    expect(await run('serve', '--metrics', ...options)).toEqual({
      code: 2,
      out: '',
      err: `Failed to serve metrics: /metrics is a path of the contract (${name}). Leave out --metrics, or serve a contract without that path.\n`,
    });
  });
});
