import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { proxy, run } from '../cli/run-main.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { get } from './record.ts';
import { serveUpstream } from './upstream-server.ts';

describe('--record', () => {
  test('writes into an empty folder, at the end', async () => {
    const folder = createTemporaryFolder();
    const { url, stop } = await proxy(await serveUpstream(), '--record', folder);
    await get('/tracker')(url);
    expect(readdirSync(folder)).toEqual([]);
    expect((await stop()).code).toBe(0);
    expect(readdirSync(folder).toSorted()).toEqual(['traffic.har', 'world.json']);
  });

  test('refuses at the start a folder that has something, a file, and one that cannot be made', async () => {
    const folder = createTemporaryFolder({ 'file.json': {} });
    const refuse = async (path: string, reason: string): Promise<void> => {
      expect(await run('proxy', 'http://127.0.0.1:1', '--port', '0', '--record', path)).toEqual({
        code: 2,
        out: '',
        err: `Failed to write the recording ${JSON.stringify(path)}: ${reason}. Give --record a folder that does not exist yet, or is empty.\n`,
      });
    };
    await refuse(folder, 'it is not an empty folder');
    await refuse(join(folder, 'file.json'), 'it is not an empty folder');
    await refuse(join(folder, 'no', 'folder'), 'the folder around it does not exist');
    await refuse(join(folder, 'x'.repeat(300)), 'ENAMETOOLONG: name too long');
    expect(readdirSync(folder)).toEqual(['file.json']);
  });

  test('writes all or nothing, and the reports all the same', async () => {
    const parent = createTemporaryFolder();
    const [folder, junit] = [join(parent, 'recorded'), join(parent, 'report.xml')];
    const { url, stop } = await proxy(await serveUpstream(), '--record', folder, '--junit', junit);
    await get('/tracker')(url);
    mkdirSync(folder);
    writeFileSync(join(folder, 'other'), '');
    const { code, err } = await stop();
    expect(code).toBe(2);
    expect(err).toContain('it is not an empty folder');
    expect(readdirSync(folder)).toEqual(['other']);
    expect(readdirSync(dirname(folder)).toSorted()).toEqual(['recorded', 'report.xml']);
    expect(existsSync(junit)).toBe(true);
  });

  test('is what --rename-ids needs', async () => {
    expect(await run('proxy', 'http://127.0.0.1:1', '--port', '0', '--rename-ids')).toEqual({
      code: 2,
      out: '',
      err: 'Failed to rename ids: nothing is recorded. Name a folder with --record, or leave out --rename-ids.\n',
    });
  });

  test('logs at most twenty notes', async () => {
    const trackers = Array.from({ length: 22 }, (_, index) => ({ id: `t-${index}`, agent_id: 'a', task_id: 'b' }));
    const folder = join(createTemporaryFolder(), 'recorded');
    const { url, stop } = await proxy(await serveUpstream({ 'GET /tracker': trackers }), '--record', folder);
    await get('/tracker')(url);
    expect((await stop()).out).toContain('… and 2 more, see the comment of traffic.har');
  });
});
