import { expect, test } from 'vitest';
import { serve } from './run-main.ts';

/** Fetches from every address that a line of the log names. */
async function openAll(line: string): Promise<number[]> {
  const urls = line.match(/http:\/\/[\w.:[\]]+/g) ?? [];
  return Promise.all(urls.map(async (url) => (await fetch(`${url}/tracker`)).status));
}

test.each(['0.0.0.0', '::'])('the ready line of --host %s names addresses that can be opened', async (host) => {
  const { url, out } = await serve(['--host', host, '--no-admin']);
  const [line = ''] = out().split('\n');
  expect(line).toMatch(/^tracker-mock ready at http:\/\/(127\.0\.0\.1|localhost):\d+(, on the network at http:.*)?$/);
  expect(line).toContain(`tracker-mock ready at ${url}`);
  expect(new Set(await openAll(line))).toEqual(new Set([200]));
});

test('the ready line for programs has the addresses as fields', async () => {
  const { url, out } = await serve(['--host', '0.0.0.0', '--no-admin', '--log', 'json']);
  const { message, networkUrls, ...fields } = JSON.parse(out().split('\n')[0] ?? '') as Record<string, string> & {
    networkUrls: string[];
  };
  expect(fields).toMatchObject({ url });
  const network = networkUrls.length === 0 ? '' : `, on the network at ${networkUrls.join(' and ')}`;
  expect(message).toBe(`tracker-mock ready at ${url}${network}`);
  expect(new Set(await openAll(networkUrls.join(' ')))).toEqual(new Set(networkUrls.length === 0 ? [] : [200]));
});

test('the ready line of --host localhost names that alone', async () => {
  const { url, out } = await serve(['--host', 'localhost']);
  expect(out()).toBe(`tracker-mock ready at ${url}\n`);
});
