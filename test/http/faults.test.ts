import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startServer } from '../../src/index.ts';
import { createSmallMock, DONE } from '../setup.ts';
import type { RawSocket } from './raw-socket.ts';
import { openRawSocket } from './raw-socket.ts';

async function open(): Promise<RawSocket> {
  const server = await startServer(createSmallMock(), { port: 0 });
  onTestFinished(() => server.close());
  return openRawSocket(server.port);
}

function toRequest(prefer: string): string {
  return `GET /tracker/t-done HTTP/1.1\r\nhost: a\r\nprefer: ${prefer}\r\n\r\n`;
}

describe('GET /tracker/{tracker_id} with a fault', () => {
  test.each(['connection-reset-by-peer', 'empty-response'])('%s ends the connection without a byte', async (fault) => {
    const socket = await open();
    socket.write(toRequest(`fault=${fault}`));
    expect(await socket.ended()).toBe('');
  });

  test('malformed-response-chunk answers a head and a malformed body', async () => {
    const socket = await open();
    socket.write(toRequest('fault=malformed-response-chunk'));
    expect(await socket.ended()).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*transfer-encoding: chunked\r\n\r\n[^\da-f]/);
  });

  test('random-data-then-close answers bytes that are no HTTP', async () => {
    const socket = await open();
    socket.write(toRequest('fault=random-data-then-close'));
    const received = await socket.ended();
    expect(received).toHaveLength(512);
    expect(received).not.toContain('HTTP');
  });

  test('slow-body answers the whole of it, late', async () => {
    const socket = await open();
    socket.write(toRequest('fault=slow-body'));
    const head = await socket.until('\r\n\r\n');
    expect(head).toContain(`content-length: ${JSON.stringify(DONE).length}\r\n`);
    expect(await socket.until('}')).toContain(JSON.stringify(DONE));
    // The connection is of use afterwards.
    socket.write('GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n');
    expect(await socket.until('ok')).toContain('{"status": "ok"}');
  });

  test('code=204 answers without a length', async () => {
    const socket = await open();
    socket.write(toRequest('code=204'));
    const head = await socket.until('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 204 No Content\r\n/);
    expect(head).not.toContain('content-length');
  });

  test('slow-body is given up with its connection, and its timer with the last one', async () => {
    const clearTimer = vi.spyOn(globalThis, 'clearInterval');
    onTestFinished(() => clearTimer.mockRestore());
    const setTimer = vi.spyOn(globalThis, 'setInterval');
    onTestFinished(() => setTimer.mockRestore());
    const sockets = [await open(), await open()];
    for (const socket of sockets) {
      socket.write(toRequest('fault=slow-body'));
      await socket.until('\r\n\r\n');
    }
    const timers = setTimer.mock.results.filter((_, index) => setTimer.mock.calls[index]?.[1] === 10);
    expect(timers).toHaveLength(1);
    for (const socket of sockets) socket.destroy();
    await vi.waitFor(() => expect(clearTimer).toHaveBeenCalledWith(timers[0]?.value));
  });

  test.each(['delay=5', 'delay=1..5, code=503'])('%s answers late', async (prefer) => {
    const socket = await open();
    socket.write(toRequest(prefer));
    expect(await socket.until('}')).toContain('preference-applied: ');
  });
});
