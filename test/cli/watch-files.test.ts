import { mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FILE_SIZE } from '../../src/budgets.ts';
import { DONE, FRESH, READING } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { serve } from './run-main.ts';

// Files change as editors and version control change them. These wait for lines of the log, never for a time.

async function listIds(url: string): Promise<unknown> {
  const answer = await fetch(`${url}/tracker?order_by=id&order_direction=asc`);
  return ((await answer.json()) as { id: string }[]).map(({ id }) => id);
}

function toText(...trackers: object[]): string {
  return JSON.stringify({ trackers });
}

test('--watch loads a file that another one takes the place of', async () => {
  const folder = createTemporaryFolder({ 'world.json': toText(DONE) });
  const { url, until } = await serve(['--watch', '-f', join(folder, 'world.json')]);
  for (const [times, world] of [toText(DONE, FRESH), toText(READING)].entries()) {
    writeFileSync(join(folder, 'draft'), world);
    renameSync(join(folder, 'draft'), join(folder, 'world.json'));
    await until('fixtures loaded again', times + 1);
  }
  expect(await listIds(url)).toEqual(['t-reading']);
});

test('--watch says that a file went, serves the old world, and loads the file when it is back', async () => {
  const folder = createTemporaryFolder({ 'world.json': toText(DONE) });
  const file = join(folder, 'world.json');
  const { url, until } = await serve(['--watch', '-f', file]);
  rmSync(file);
  expect(await until('does not exist')).toContain(
    `warning the old world is still served. Failed to load the fixtures: not every file can be read as JSON. Correct the paths or the files; a relative path begins in the folder that the program runs in.\n  ${file}: does not exist\n`,
  );
  expect(await listIds(url)).toEqual(['t-done']);
  writeFileSync(file, toText(FRESH));
  await until('fixtures loaded again: 1 tracker, 0 events\n');
  expect(await listIds(url)).toEqual(['t-fresh']);
});

test('--watch watches every file and folder that is served', async () => {
  const folder = createTemporaryFolder({ 'a.json': toText(DONE), 'more/b.json': toText(FRESH) });
  const { url, until } = await serve(['-w', '-f', join(folder, 'a.json'), '-f', join(folder, 'more')]);
  writeFileSync(join(folder, 'a.json'), toText());
  await until('fixtures loaded again: 1 tracker,');
  writeFileSync(join(folder, 'more', 'c.json'), toText(READING));
  await until('fixtures loaded again: 2 trackers,');
  expect(await listIds(url)).toEqual(['t-fresh', 't-reading']);
});

test('--watch changes the world of every session', async () => {
  const file = join(createTemporaryFolder({ 'world.json': toText(DONE) }), 'world.json');
  const { url, until } = await serve(['-w', '-f', file]);
  expect(await listIds(`${url}/__session/other`)).toEqual(['t-done']);
  writeFileSync(file, toText(FRESH));
  await until('fixtures loaded again');
  expect(await listIds(`${url}/__session/other`)).toEqual(['t-fresh']);
});

test('--watch tells programs, too', async () => {
  const file = join(createTemporaryFolder({ 'world.json': toText(DONE) }), 'world.json');
  const { until } = await serve(['-w', '-f', file, '--log', 'json']);
  writeFileSync(file, '{');
  const lines = (await until('old world')).trim().split('\n');
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
    level: 'WARN',
    message: expect.stringMatching(
      /^the old world is still served\. .*\n {2}.*is not JSON at line 1, column 2/,
    ) as string,
  });
});

test('--watch goes on when the folder of the world is replaced, or removed and back, and says so', async () => {
  const folder = createTemporaryFolder({ 'worlds/a.json': toText(DONE) });
  const worlds = join(folder, 'worlds');
  const { url, until } = await serve(['-w', '-f', worlds]);
  renameSync(worlds, join(folder, 'old'));
  mkdirSync(worlds);
  writeFileSync(join(worlds, 'a.json'), toText(FRESH));
  await until(`watching ${worlds} again\n`);
  await until('fixtures loaded again: 1 tracker,');
  expect(await listIds(url)).toEqual(['t-fresh']);
  writeFileSync(join(worlds, 'a.json'), toText(FRESH, DONE));
  await until('fixtures loaded again: 2 trackers,');

  rmSync(worlds, { recursive: true });
  await until('does not exist');
  mkdirSync(worlds);
  writeFileSync(join(worlds, 'a.json'), toText(DONE));
  await until(`watching ${worlds} again\n`, 2);
  await until('fixtures loaded again: 1 tracker,', 2);
  writeFileSync(join(worlds, 'a.json'), toText(READING, DONE, FRESH));
  await until('fixtures loaded again: 3 trackers,');
  expect(await listIds(url)).toEqual(['t-done', 't-fresh', 't-reading']);
});

test('--watch goes on when the folder of a file is replaced', async () => {
  const folder = createTemporaryFolder({ 'worlds/a.json': toText(DONE) });
  const worlds = join(folder, 'worlds');
  const { url, until } = await serve(['-w', '-f', join(worlds, 'a.json')]);
  renameSync(worlds, join(folder, 'old'));
  mkdirSync(worlds);
  writeFileSync(join(worlds, 'a.json'), toText(FRESH));
  await until(`watching ${worlds} again\n`);
  writeFileSync(join(worlds, 'a.json'), toText(FRESH, DONE));
  await until('fixtures loaded again: 2 trackers,');
  expect(await listIds(url)).toEqual(['t-done', 't-fresh']);
});

/** Publishes a version as Kubernetes does for a ConfigMap: the link that the files lead through is swapped in one step. */
function publish(folder: string, version: number, files: Readonly<Record<string, string>>, isOldKept = false): void {
  const data = `..version-${version}`;
  mkdirSync(join(folder, data));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, data, name), text);
  symlinkSync(data, join(folder, '..data_tmp'));
  renameSync(join(folder, '..data_tmp'), join(folder, '..data'));
  if (version > 1 && !isOldKept) rmSync(join(folder, `..version-${version - 1}`), { recursive: true });
}

test.each([
  ['a folder', false],
  ['a folder', true],
  ['a file', false],
  ['a file', true],
])('--watch follows %s whose symbolic links are swapped, with the old version kept: %s', async (what, isOldKept) => {
  const folder = createTemporaryFolder();
  publish(folder, 1, { 'a.json': toText(DONE) });
  symlinkSync(join('..data', 'a.json'), join(folder, 'a.json'));
  const { url, until } = await serve(['-w', '-f', what === 'a file' ? join(folder, 'a.json') : folder]);
  expect(await listIds(url)).toEqual(['t-done']);
  for (const [index, world] of [toText(DONE, FRESH), toText(READING), toText(DONE, FRESH)].entries()) {
    publish(folder, index + 2, { 'a.json': world }, isOldKept);
    await until('fixtures loaded again', index + 1);
  }
  expect(await listIds(url)).toEqual(['t-done', 't-fresh']);
});

test('--watch follows a path through a folder that is a swapped symbolic link', async () => {
  const folder = createTemporaryFolder();
  publish(folder, 1, { 'a.json': toText(DONE) });
  const { url, until } = await serve(['-w', '-f', join(folder, '..data', 'a.json')]);
  publish(folder, 2, { 'a.json': toText(FRESH) }, true);
  await until('fixtures loaded again: 1 tracker,');
  expect(await listIds(url)).toEqual(['t-fresh']);
});

test('--watch does not read a file that is too large', async () => {
  const file = join(createTemporaryFolder({ 'world.json': toText(DONE) }), 'world.json');
  const { url, until } = await serve(['-w', '-f', file]);
  // A hole, which takes no space.
  truncateSync(file, 3 * 1024 ** 3);
  expect(await until('the old world is still served')).toContain(
    `${file}: cannot be read: it has 3221225472 bytes, and the limit is ${FILE_SIZE}. Raise it with --max-file-size (in code: maxFileSize)\n`,
  );
  expect(await listIds(url)).toEqual(['t-done']);
});
