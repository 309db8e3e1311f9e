import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Transport } from './client.ts';

/** What is no operation of the contract. Prism answers these itself. */
export function testRouting(transport: Transport): void {
  test.each(['/nowhere', '/tracker/a/b', '//tracker', '/tracker/a%2Fb', '/Tracker', '/tracker.json'])(
    'GET %s answers 404 as Starlette does',
    async (path) => {
      const client = await transport.open();
      const answer = await client.send(`GET ${path}`);
      expect(answer.status).toBe(404);
      expect(answer.json).toEqual({ detail: 'Not Found' });
    },
  );

  test.each([
    ['POST', '/tracker', 'GET'],
    ['DELETE', '/tracker/t-done', 'GET'],
    ['PATCH', '/tracker/t-done', 'GET'],
    ['HEAD', '/tracker', 'GET'],
    ['OPTIONS', '/tracker/t-done', 'GET'],
    ['PUT', '/tracker', 'GET'],
    ['POST', '/openapi.json', 'GET, HEAD'],
  ])('%s %s answers 405 with what is allowed', async (method, path, allow) => {
    const client = await transport.open();
    const answer = await client.send(`${method} ${path}`);
    expect(answer.status).toBe(405);
    expect(answer.headers['allow']).toBe(allow);
  });

  test('DELETE /tracker/{tracker_id} says that the method is not allowed', async () => {
    const client = await transport.open();
    const answer = await client.send('DELETE /tracker/t-done');
    expect(answer.json).toEqual({ detail: 'Method Not Allowed' });
  });

  test.each([
    ['GET /tracker/', '/tracker'],
    ['GET /tracker/?limit=1&a=%20', '/tracker?limit=1&a=%20'],
    ['GET /tracker//', '/tracker'],
    ['PUT /tracker/t-done/', '/tracker/t-done'],
    ['POST /tracker/', '/tracker'],
    ['GET /tracker/a%0D%0Aset-cookie:x/', '/tracker/a%0D%0Aset-cookie:x'],
  ])('%s is redirected to the path without the slash, the query kept', async (line, location) => {
    const client = await transport.open();
    const answer = await client.send(line, { headers: { host: 'tracker.test:5003' } });
    expect(answer.status).toBe(307);
    expect(answer.headers['location']).toBe(`http://tracker.test:5003${location}`);
    expect(answer.text).toBe('');
  });

  describe('other routes', () => {
    test('GET /healthz answers that the server is alive', async () => {
      const client = await transport.open();
      const answer = await client.send('GET /healthz');
      expect(answer.status).toBe(200);
      expect(answer.json).toEqual({ status: 'ok' });
    });

    test.each(['/readyz', '/healthcheck'])('GET %s answers that the server is ready', async (path) => {
      const client = await transport.open();
      const answer = await client.send(`GET ${path}?x=1`);
      expect(answer.status).toBe(200);
      expect(answer.json).toMatchObject({ status: 'ok' });
    });

    test('GET /openapi.json answers the contract', async () => {
      const client = await transport.open();
      const answer = await client.send('GET /openapi.json');
      expect(answer.headers['content-type']).toMatch(/^application\/json/);
      expect(answer.json).toEqual(JSON.parse(readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8')));
    });
  });
}
