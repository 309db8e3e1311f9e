import { expect, test } from 'vitest';
import { listen, servePassedOn, waitForRequest } from './serve-upstream.ts';

test('server-sent events reach the client one by one, as they come in', async () => {
  const go: (() => void)[] = [];
  const upstream = await listen((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: 1\n\n');
    go.push(
      () => void response.write('data: 2\n\n'),
      () => void response.end('data: 3\n\n'),
    );
  });
  const { mock, url } = await servePassedOn(upstream);
  const response = await fetch(`${url}/tracker/t-done`);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (const [index, more] of [undefined, ...go].entries()) {
    more?.();
    expect(await reader?.read()).toEqual({ done: false, value: `data: ${index + 1}\n\n` });
  }
  expect(await reader?.read()).toEqual({ done: true, value: undefined });
  expect(await waitForRequest(mock)).toMatchObject({
    reply: { status: 200, body: 'data: 1\n\ndata: 2\n\ndata: 3\n\n', truncated: false },
  });
});

test('a client that goes away ends the request to the upstream server', async () => {
  let hasClosed = (): void => {};
  const closed = new Promise<void>((resolve) => (hasClosed = resolve));
  const upstream = await listen((request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
    request.socket.on('close', hasClosed);
  });
  const { mock, url } = await servePassedOn(upstream);
  const caller = new AbortController();
  const response = await fetch(`${url}/tracker/t-done`, { signal: caller.signal });
  await response.body?.getReader().read();
  caller.abort();
  await closed;
  expect(await waitForRequest(mock)).toMatchObject({ reply: { status: 200, body: 'data: 1\n\n' } });
});

test('the journal keeps the beginning of a text, and nothing of other bodies', async () => {
  const bytes = Buffer.alloc(100_000, 'x');
  for (const [headers, body, truncated] of [
    [{ 'content-type': 'text/plain' }, 'x'.repeat(65_536), true],
    [{ 'content-type': 'image/png' }, '', false],
    [{ 'content-type': 'text/plain', 'content-encoding': 'zip' }, '', false],
  ] as const) {
    const upstream = await listen((_request, response) => void response.writeHead(200, headers).end(bytes));
    const { mock, url } = await servePassedOn(upstream);
    const response = await fetch(`${url}/tracker/t-done`);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
    expect(await waitForRequest(mock)).toMatchObject({ reply: { body, truncated } });
  }
});
