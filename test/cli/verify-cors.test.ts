import type { RequestListener } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { createTrackerMock, startServer } from '../../src/index.ts';
import { listen } from '../conformance/listen.ts';
import { verify, verifyAll } from './run-verify.ts';

const ORIGIN = 'https://app.example';
const ASK = ['--cors', ORIGIN, '--health'];

async function serveMock(cors: string): Promise<string> {
  const server = await startServer(createTrackerMock(), { port: 0, cors });
  onTestFinished(async () => server.close());
  return server.url;
}

/** A server with the mock's replies for reading the test data, and a listener's for all that CORS and health send. */
async function serveBroken(answer: RequestListener): Promise<string> {
  const mock = createTrackerMock();
  return listen((request, response) => {
    const { url: target = '', method } = request;
    if (method === 'OPTIONS' || request.headers.origin !== undefined || /^\/(health|ready)/.test(target)) {
      answer(request, response);
      return;
    }
    const { status, headers, body } = mock.handle({
      method: String(method),
      target,
      headers: {},
      body: new Uint8Array(),
    });
    response.writeHead(Number(status), headers as Record<string, string>).end(body);
  });
}

function listDifferences(out: string): string[] {
  const { differences } = JSON.parse(out) as { differences: { what: string }[] };
  return differences.map(({ what }) => what);
}

test('verify --cors --health finds no difference in the mock, for all operations', async () => {
  const url = await serveMock('*');
  const plan = await verifyAll(url, ['--dry-run', ...ASK]);
  expect(plan.out.match(/ {2}CORS {2}OPTIONS /g)?.length).toBeGreaterThan(80);
  const { code, out } = await verify(url, ['-H', 'Authorization: Bearer token', '--operations', '/agents', ...ASK]);
  expect(code).toBe(0);
  expect(out).toMatch(/\nCORS +\d+ +\d+ +0\nhealth +6 +6 +0\n/);
  expect((await verify(await serveMock(ORIGIN), ['--operations', 'GET /tracker', '--cors', ORIGIN])).code).toBe(0);
});

test('verify --cors finds a server that does not admit the page', async () => {
  const url = await serveMock('https://other.example');
  const { code, out } = await verifyAll(url, ['--json', '--operations', 'GET /tracker', '--cors', ORIGIN]);
  expect(code).toBe(1);
  expect(listDifferences(out)).toEqual([
    'the preflight has status 400, where 2xx is expected',
    `the 200 reply has no access-control-allow-origin, where ${ORIGIN} or * is expected`,
    `the 422 reply has no access-control-allow-origin, where ${ORIGIN} or * is expected`,
  ]);
});

test.each([
  [{}, `the preflight has no access-control-allow-origin, where ${ORIGIN} or * is expected`],
  [
    { 'access-control-allow-origin': 'null' },
    `the preflight has access-control-allow-origin: null, where ${ORIGIN} or * is expected`,
  ],
  [{ 'access-control-allow-origin': '*' }, 'access-control-allow-methods of the preflight lacks PUT'],
  [
    { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'get, put' },
    'access-control-allow-headers of the preflight lacks authorization',
  ],
  [
    { 'access-control-allow-origin': '*', 'access-control-allow-methods': '*', 'access-control-allow-headers': '*' },
    'access-control-allow-headers of the preflight lacks authorization',
  ],
  [
    {
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-methods': '*',
      'access-control-allow-headers': 'authorization',
    },
    'access-control-allow-headers of the preflight lacks content-type',
  ],
])('verify --cors finds what a preflight with %j lacks', async (headers, what) => {
  const url = await serveBroken((_, response) => void response.writeHead(200, headers).end('[]'));
  const args = ['--json', '-H', 'Authorization: Bearer token', '--operations', 'PUT /tracker*', '--cors', ORIGIN];
  expect(listDifferences((await verifyAll(url, args)).out)).toEqual([what]);
});

test('verify --cors finds a reply that a cache may give to another origin', async () => {
  const url = await serveBroken(({ url: target }, response) => {
    const vary = target?.includes('limit=0') === true ? {} : { vary: 'Accept, Origin' };
    response.writeHead(200, { 'access-control-allow-origin': ORIGIN, ...vary }).end('[]');
  });
  const args = ['--json', '--operations', 'GET /tracker', '--cors', ORIGIN];
  expect(listDifferences((await verifyAll(url, args)).out)).toEqual([
    'the reply allows one origin, and its vary header lacks Origin',
  ]);
});

test('verify --health finds a server that is not healthy', async () => {
  const bodies: Readonly<Record<string, string>> = {
    '/healthz': '{"status":"starting"}',
    '/readyz': '{"status":"ok","checks":{"postgres":{"healthy":true},"redis":{"healthy":false}}}',
    '/healthcheck': 'fine',
  };
  const url = await serveBroken(({ url: target = '' }, response) => {
    response.writeHead(200).end(bodies[target] ?? '');
  });
  const { code, out } = await verifyAll(url, ['--json', '--operations', 'GET /events/*', '--health']);
  expect(code).toBe(1);
  expect(listDifferences(out)).toEqual([
    'the reply is 200 {"status":"starting"}, where {"status": "ok"} is expected',
    'status 200, where 404 is expected: 200',
    expect.stringMatching(/^the reply is 200 .*"healthy":false.*, where each of its checks must be healthy$/) as string,
  ]);
});
