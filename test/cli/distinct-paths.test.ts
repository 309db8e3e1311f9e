import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSmallWorld } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { run, serve } from './run-main.ts';

const FILES = { 'a.json': createSmallWorld() };

test.each([
  ['--junit', '--ctrf'],
  ['--state', '--junit'],
  ['--state', '--ctrf'],
  ['--contract', '--state'],
  ['--contract', '--junit'],
  ['--fixtures', '--state'],
  ['--fixtures', '--ctrf'],
])('%s and %s of one path are refused, and the file is left as it is', async (first, second) => {
  const file = join(createTemporaryFolder(FILES), 'a.json');
  const before = readFileSync(file, 'utf8');
  expect(await run('serve', '-p', '0', second, file, first, file)).toEqual({
    code: 2,
    out: '',
    err: `Failed to write ${JSON.stringify(file)}: ${first} and ${second} both name it. Give each a path of its own.\n`,
  });
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test.each([
  ['verify', '--junit', '--ctrf'],
  ['verify', '--known', '--junit'],
  ['verify', '--contract', '--ctrf'],
  ['drift', '--junit', '--ctrf'],
  ['drift', '--contract', '--junit'],
])('%s refuses %s and %s of one path', async (command, first, second) => {
  const file = join(createTemporaryFolder({ 'a.json': [] }), 'a.json');
  const sides = command === 'drift' ? ['mock', 'mock'] : ['http://127.0.0.1:1'];
  expect(await run(command, ...sides, second, file, first, file)).toEqual({
    code: 2,
    out: '',
    err: `Failed to write ${JSON.stringify(file)}: ${first} and ${second} both name it. Give each a path of its own.\n`,
  });
});

test('a report that would replace the state through a symbolic link is refused', async () => {
  const folder = createTemporaryFolder(FILES);
  mkdirSync(join(folder, 'real'));
  symlinkSync(join(folder, 'real'), join(folder, 'link'));
  const [state, junit] = [join(folder, 'real', 'new'), join(folder, 'link', 'new')];
  expect((await run('serve', '-p', '0', '--state', state, '--junit', junit)).err).toBe(
    `Failed to write ${JSON.stringify(junit)}: --state and --junit both name it. Give each a path of its own.\n`,
  );
});

test.each(['--state', '--ctrf'])('%s in a folder of fixtures is refused if it would be one of them', async (option) => {
  const folder = createTemporaryFolder(FILES);
  const file = join(folder, 'more.json');
  expect((await run('serve', '-p', '0', '-f', folder, option, file)).err).toBe(
    `Failed to write ${JSON.stringify(file)}: it would be one of the fixtures in ${JSON.stringify(folder)}. Give ${option} a path outside that folder.\n`,
  );
});

test('a report in a folder of fixtures that would not be one of them is written', async () => {
  const folder = createTemporaryFolder(FILES);
  const file = join(folder, 'report.xml');
  const { stop } = await serve(['-f', folder, '--junit', file]);
  await stop();
  expect(readFileSync(file, 'utf8')).toContain('<testsuites>');
});
