import { describe, expect, onTestFinished, test } from 'vitest';
import type { RunningServer, ServerStartOptions } from '../../src/index.ts';
import { startServer } from '../../src/index.ts';
import { createSmallMock } from '../setup.ts';
import type { RawSocket } from './raw-socket.ts';
import { openRawSocket } from './raw-socket.ts';

async function start(options: ServerStartOptions = {}): Promise<RunningServer> {
  const server = await startServer(createSmallMock(), { ...options, port: 0 });
  onTestFinished(() => server.close());
  return server;
}

async function open(): Promise<RawSocket> {
  const { port } = await start();
  return openRawSocket(port);
}

const PUT = 'PUT /tracker/t-fresh HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n';
const GET = 'GET /tracker/t-done HTTP/1.1\r\nhost: a\r\n\r\n';
const REFUSAL = /^HTTP\/1\.1 400 Bad Request\r\n[\s\S]*\r\nconnection: close\r\n\r\nInvalid HTTP request received\.$/;

describe('bytes that are no HTTP request', () => {
  test.each([
    ['no request line', 'GARBAGE\r\n\r\n'],
    ['a NUL in the path', 'GET /a\0b HTTP/1.1\r\nhost: a\r\n\r\n'],
    ['another version', 'GET / HTTP/9.9\r\nhost: a\r\n\r\n'],
    ['a request for a tunnel', 'CONNECT a:80 HTTP/1.1\r\nhost: a:80\r\n\r\n'],
    ['a TLS hello', Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03])],
    ['a header without a colon', 'GET / HTTP/1.1\r\nhost: a\r\nnonsense\r\n\r\n'],
    ['a header with a line feed in it', 'GET / HTTP/1.1\r\nhost: a\r\na: b\nc\r\n\r\n'],
    ['two lengths', `${PUT}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`],
    ['a length and chunks', `${PUT}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['a negative length', `${PUT}content-length: -1\r\n\r\n{}`],
    ['a chunk without a size', `${PUT}transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`],
    ['a chunk longer than its size', `${PUT}transfer-encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n`],
  ])('are refused as uvicorn refuses them: %s', async (_, bytes) => {
    const socket = await open();
    socket.write(bytes);
    expect(await socket.ended()).toMatch(REFUSAL);
  });

  test('are refused behind a request, once that is answered', async () => {
    const socket = await open();
    socket.write(`${GET}${PUT}content-length: 2\r\n\r\n{}GARBAGE\r\n\r\n`);
    const [first, second, third] = (await socket.ended()).split(/(?=HTTP\/1\.1 )/);
    expect(first).toContain('"id":"t-done"');
    expect(second).toContain('"id":"t-fresh"');
    expect(third).toMatch(REFUSAL);
  });

  test('are refused behind a request that was answered before', async () => {
    const socket = await open();
    socket.write(GET);
    await socket.until('"id":"t-done"');
    socket.write('GARBAGE\r\n\r\n');
    expect((await socket.ended()).split(/(?=HTTP\/1\.1 )/)[1]).toMatch(REFUSAL);
  });

  test('are refused once, however many come', async () => {
    const socket = await open();
    socket.write('GARBAGE\r\n\r\n');
    await socket.until('Invalid');
    socket.write('GARBAGE\r\n\r\n'.repeat(1000));
    expect(await socket.ended()).toMatch(REFUSAL);
  });

  test('leave the server as it was', async () => {
    const { port, url } = await start();
    for (const bytes of ['GARBAGE\r\n\r\n', `${PUT}transfer-encoding: chunked\r\n\r\nzz\r\n`]) {
      const socket = await openRawSocket(port);
      socket.write(bytes);
      await socket.ended();
    }
    const answer = await fetch(`${url}/tracker/t-done`);
    expect(answer.status).toBe(200);
  });
});

describe('headers that are too large', () => {
  test.each([
    ['one header', `GET / HTTP/1.1\r\nhost: a\r\na: ${'x'.repeat(65_536)}\r\n\r\n`],
    ['many headers', `GET / HTTP/1.1\r\nhost: a\r\n${'a: b\r\n'.repeat(33_000)}\r\n`],
    ['a path', `GET /${'x'.repeat(65_536)} HTTP/1.1\r\nhost: a\r\n\r\n`],
  ])('are answered with 431: %s', async (_, bytes) => {
    const socket = await open();
    socket.write(bytes);
    expect(await socket.ended()).toMatch(/^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/);
  });

  test('are those that do not fit in 64 KiB, or in the size that the server was started with', async () => {
    const query = 'x'.repeat(60_000);
    const { url } = await start();
    expect((await fetch(`${url}/tracker?agent_id=${query}`)).status).toBe(200);
    const small = await start({ maxHeaderSize: 1000 });
    expect((await fetch(`${small.url}/tracker?agent_id=${query.slice(0, 1000)}`)).status).toBe(431);
  });
});

describe('bodies with unusual framing', () => {
  test('PUT /tracker/{tracker_id} reads chunks, however they come', async () => {
    const socket = await open();
    socket.write(`${PUT}transfer-encoding: chunked\r\n\r\n`);
    for (const part of ['{"status', '":"RE', 'ADY"}']) {
      const chunk = `${part.length.toString(16)}\r\n${part}\r\n`;
      for (const byte of chunk) socket.write(byte);
    }
    socket.write('0\r\n\r\n');
    expect(await socket.until('}')).toContain('"status":"READY"');
  });

  test('PUT /tracker/{tracker_id} asks for a body that waits to be asked for', async () => {
    const socket = await open();
    socket.write(`${PUT}content-length: 18\r\nexpect: 100-continue\r\n\r\n`);
    expect(await socket.until('\r\n\r\n')).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    socket.write('{"status":"READY"}');
    expect(await socket.until('}')).toContain('"status":"READY"');
  });

  test('PUT /tracker/{tracker_id} ignores an expectation that it does not know', async () => {
    const socket = await open();
    socket.write(`${PUT}content-length: 18\r\nexpect: coffee\r\n\r\n{"status":"READY"}`);
    expect(await socket.until('}')).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*"status":"READY"/);
  });

  test('PUT /tracker/{tracker_id} answers requests that came at once, in their order', async () => {
    const socket = await open();
    const bodies = ['A', 'B', 'C'].map((status) => JSON.stringify({ status }));
    socket.write(bodies.map((body) => `${PUT}content-length: ${body.length}\r\n\r\n${body}`).join('') + GET);
    const answers = (await socket.until('"id":"t-done"')).split(/(?=HTTP\/1\.1 )/);
    expect(answers.map((answer) => /"status":"(\w+)"/.exec(answer)?.[1])).toEqual(['A', 'B', 'C', 'COMPLETED']);
  });

  test('PUT /tracker/{tracker_id} answers a client that has closed its side', async () => {
    const socket = await open();
    socket.write(`${PUT}content-length: 18\r\n\r\n{"status":"READY"}`);
    socket.end();
    expect(await socket.ended()).toContain('"status":"READY"');
  });

  test('PUT /tracker/{tracker_id} refuses a body that ends before its length', async () => {
    const socket = await open();
    socket.write(`${PUT}content-length: 18\r\n\r\n{"status"`);
    socket.end();
    expect(await socket.ended()).toMatch(REFUSAL);
  });

  test('PUT /tracker/{tracker_id} changes nothing for a client that goes before it has sent all', async () => {
    const { port, url } = await start();
    const socket = await openRawSocket(port);
    socket.write(`${PUT}content-length: 18\r\n\r\n{"status":"READY"`);
    socket.destroy();
    const answer = await fetch(`${url}/tracker/t-fresh`);
    expect(await answer.json()).toMatchObject({ status: null });
  });

  test('GET /tracker/{tracker_id} passes over a body', async () => {
    const socket = await open();
    socket.write(`GET /tracker/t-done HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\nhello${GET}`);
    const answers = await socket.until('"id":"t-done"', 2);
    expect(answers.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
  });

  test('GET /tracker/{tracker_id} answers a whole URL and HTTP 1.0', async () => {
    const socket = await open();
    socket.write('GET http://elsewhere.test/tracker/t-done HTTP/1.0\r\n\r\n');
    expect(await socket.ended()).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*"id":"t-done"/);
  });
});

describe('bodies that are too large', () => {
  const LIMIT = 1000;

  test.each([
    ['by its length', `content-length: ${LIMIT + 1}\r\n\r\n`],
    ['by its chunks', `transfer-encoding: chunked\r\n\r\n${(LIMIT + 1).toString(16)}\r\n`],
  ])('PUT /tracker/{tracker_id} answers 413 %s', async (_, head) => {
    const { port } = await start({ maxBodySize: LIMIT });
    const socket = await openRawSocket(port);
    socket.write(PUT + head);
    socket.write(Buffer.alloc(LIMIT + 1, ' '));
    const answer = await socket.ended();
    expect(answer).toMatch(/^HTTP\/1\.1 413 Payload Too Large\r\n/);
    expect(answer).toContain('content-type: application/problem+json\r\n');
    expect(answer).toContain('"type":"urn:agentex-tracker-mock:body-too-large"');
    expect(answer).toContain('connection: close\r\n');
  });

  test('PUT /tracker/{tracker_id} reads a body of exactly the limit', async () => {
    const { url } = await start({ maxBodySize: LIMIT });
    const status = 'x'.repeat(LIMIT - '{"status":""}'.length);
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/tracker/t-fresh`, { method: 'PUT', headers, body: JSON.stringify({ status }) });
    expect(await answer.json()).toMatchObject({ status });
  });

  test('PUT /tracker/{tracker_id} echoes an invalid body of many values, and answers one of more than 250,000 with 413', async () => {
    const { url } = await start();
    const put = async (body: string): Promise<unknown> => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(`${url}/tracker/t-fresh`, { method: 'PUT', headers, body })).json();
    };
    const list = (count: number, item: string): string => `{"status":[${Array(count).fill(item).join(',')}]}`;
    for (const [item, value] of [
      ['1', 1],
      ['1.0', 1],
      ['{}', {}],
      ['"[,"', '[,'],
    ] as const) {
      const count = item === '{}' ? 40_000 : 90_000;
      expect(await put(list(count, item))).toMatchObject({ detail: [{ input: Array(count).fill(value) }] });
    }
    expect(await put(list(250_001, '1'))).toMatchObject({
      status: 413,
      detail: 'Failed to read the request body: it has more than 250000 values and names. Send fewer.',
    });
    expect(await put(`[${'{"a":[]},'.repeat(70_000)}1]`)).toMatchObject({ status: 413 });
    // Beyond Python's limit for nesting it is read no further.
    expect(await put('['.repeat(600_000))).toEqual({ detail: 'There was an error parsing the body' });
  });

  test('PUT /tracker/{tracker_id} answers a body of more than 16 MiB with 413, and reads one of 16 MiB', async () => {
    const { port, url } = await start();
    const limit = 16 * 1024 * 1024;
    const answer = await fetch(`${url}/tracker/t-fresh`, { method: 'PUT', body: Buffer.alloc(limit, ' ') });
    expect(answer.status).toBe(422);
    const socket = await openRawSocket(port);
    socket.write(`${PUT}content-length: ${limit + 1}\r\n\r\n`);
    expect(await socket.until('\r\n')).toContain('HTTP/1.1 413 ');
  });
});
