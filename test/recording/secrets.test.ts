import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { proxy, serve } from '../cli/run-main.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { listen } from '../upstream/serve-upstream.ts';
import { get, record } from './record.ts';

const SECRET = 'sk-live-4711';

test('no header with a secret gets into a recording', async () => {
  const upstream = await listen((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': SECRET, 'x-auth': SECRET }).end('{}');
  });
  const folder = join(createTemporaryFolder(), 'recorded');
  const { url, stop } = await proxy(upstream, '--record', folder);
  await get('/else')(url);
  await stop();
  const har = readFileSync(join(folder, 'traffic.har'), 'utf8');
  expect(har).toContain('content-type');
  expect(har).not.toContain(SECRET);
});

test('no secret gets into a recording', async () => {
  const { text, world, har, folder } = await record(
    {
      [`POST /login?api_key=${SECRET}`]: {
        access_token: SECRET,
        clientSecret: { parts: [SECRET, 4711, true, null] },
        Authorization: SECRET,
        customer: SECRET,
        link: `https://files.test/a?token=${SECRET}&page=1`,
        name: 'first',
      },
    },
    (url) =>
      fetch(`${url}/login?api_key=${SECRET}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${SECRET}`, 'content-type': 'application/json', cookie: `id=${SECRET}` },
        body: JSON.stringify({ user: 'me', password: SECRET, pin_key: 4711 }),
      }),
    '--mask',
    'customer',
  );
  expect(text).not.toContain('4711');
  expect(har.log.entries.map(({ request }) => request.headers)).toEqual([[]]);
  expect(world.stubs[0]?.reply?.body).toEqual({
    access_token: '***',
    clientSecret: { parts: ['***', 0, false, null] },
    Authorization: '***',
    customer: '***',
    link: 'https://files.test/a?token=***&page=1',
    name: 'first',
  });

  // The secrets of the next client differ.
  const { url } = await serve(['-f', folder]);
  const response = await fetch(`${url}/login?api_key=other`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user: 'me', password: 'other', pin_key: 1 }),
  });
  expect(await response.json()).toMatchObject({ name: 'first' });
});

test('secrets of URLs do not get into a recording, and the same request is answered by it, whatever they are', async () => {
  const toBody = (secret: string, name = 'x'): unknown => ({
    upload_url: `https://me:${secret}@files.test/a?X-Amz-Credential=${secret}&X-Amz-Signature=${secret}&sig=${secret}`,
    note: `see ftp://me@files.test/b and https://files.test/#id_token=${secret}`,
    others: [`https://files.test/c?sig=${secret}`],
    names: [name],
    passwd: secret,
    user: { pwd: secret, credentials: [secret], design: 'kept' },
  });
  const toPath = (body: unknown): string => {
    const to = `https://files.test/?sig=${JSON.stringify(body).length}`;
    const via = `https://files.test/?design=kept&next=${encodeURIComponent(`${to}&page=1`)}`;
    return `/export?to=${encodeURIComponent(to)}&via=${encodeURIComponent(via)}`;
  };
  const post = (url: string, body: unknown): Promise<Response> =>
    fetch(url + toPath(body), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const { text, world, folder } = await record(
    {
      [`POST ${toPath(toBody(SECRET))}`]: {
        ok: true,
      },
    },
    (url) => post(url, toBody(SECRET)),
  );
  expect(text).not.toContain('4711');
  expect(text).toContain('https://***@files.test/a?X-Amz-Credential=***&X-Amz-Signature=***&sig=***');
  expect(world.stubs[0]?.match).toEqual({
    method: 'POST',
    path: '/export',
    body: { names: ['x'], user: { design: 'kept' } },
  });
  const { url } = await serve(['-f', folder]);
  expect(await (await post(url, toBody('other'))).json()).toEqual({ ok: true });
  expect((await post(url, toBody('other', 'y'))).status).toBe(404);
});

test('with --rename-ids no real id is in a recording, and what belongs together still does', async () => {
  const uuid = '1f6b93a0-a497-42a8-9d36-e4836764aae8';
  const { world, text, folder } = await record(
    {
      [`GET /agents?task_id=${uuid}`]: [
        { id: 'real agent', task_ids: [uuid], note: `for ${uuid}, too`, links: [1, null] },
      ],
      [`GET /agents/real%20agent`]: { id: 'real agent' },
    },
    get(
      `/agents?task_id=${uuid}`,
      '/agents/real%20agent',
      '/tracker?task_id=task-1',
      '/tracker/tracker-1',
      '/tracker/no-such-tracker',
    ),
    '--rename-ids',
  );
  const ids = [uuid, 'tracker-1', 'real agent', 'real%20agent', 'no-such-tracker', 'agent-1', 'event-1'];
  expect(ids.filter((id) => text.includes(id))).toEqual([]);
  const renamed = '00000000-0000-4000-8000-000000000001';
  const list = world.stubs.find(({ reply }) => Array.isArray(reply?.body));
  expect(list?.match?.query).toMatchObject({ task_id: renamed });
  expect(list?.reply?.body).toEqual([
    { id: 'agent-2', task_ids: [renamed], note: `for ${renamed}, too`, links: [1, null] },
  ]);
  const { url } = await serve(['-f', folder]);
  expect(await (await fetch(`${url}/agents/agent-2`)).json()).toEqual({ id: 'agent-2' });
  const [tracker] = world.trackers;
  expect((await fetch(`${url}/tracker/${tracker?.id}`)).status).toBe(200);
  expect(await (await fetch(`${url}/tracker?task_id=${tracker?.task_id}`)).json()).toEqual(world.trackers);
});
