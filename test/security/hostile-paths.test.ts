import { execFileSync, spawnSync } from 'node:child_process';
import { lstatSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createTrackerMock } from '../../src/index.ts';
import { catchMockError } from '../catch-mock-error.ts';
import type { Run } from '../cli/run-main.ts';
import { run, serve } from '../cli/run-main.ts';
import { createSmallWorld } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';

const BINARY = fileURLToPath(new URL('../../dist/bundle/bin.js', import.meta.url));
const STEERING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** Runs the built command, which a file without an end would hold up together with the test. */
function runBinary(...args: string[]): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BINARY, ...args], {
    encoding: 'utf8',
    timeout: 10_000,
    killSignal: 'SIGKILL',
  });
  return { code: status ?? -1, out: stdout, err: stderr };
}

/** A folder with what is no file: a pipe that nobody writes to, a device without an end, links that lead in a circle. */
function createTrap(): string {
  const folder = createTemporaryFolder({ 'world.json': createSmallWorld() });
  execFileSync('mkfifo', [join(folder, 'pipe.json'), join(folder, 'pipe.yaml')]);
  symlinkSync('/dev/zero', join(folder, 'device.json'));
  symlinkSync('/dev/zero', join(folder, 'device.yaml'));
  symlinkSync('b.json', join(folder, 'a.json'));
  symlinkSync('a.json', join(folder, 'b.json'));
  return folder;
}

describe('paths that are not regular files', () => {
  test.each([
    ['pipe.json', 'it is not a regular file'],
    ['device.json', 'it is not a regular file'],
    ['a.json', 'ELOOP: too many symbolic links encountered'],
  ])('is not a fixture: %s', (name, reason) => {
    const path = join(createTrap(), name);
    const err = `Failed to load the fixtures: not every file can be read as JSON. Correct the paths or the files; a relative path begins in the folder that the program runs in.\n  ${path}: cannot be read: ${reason}\n`;
    expect(runBinary('check', path)).toEqual({ code: 1, out: '', err });
    expect(runBinary('serve', '--port', '0', '-f', path)).toEqual({ code: 2, out: '', err });
  });

  test('is not loaded from a folder of fixtures', () => {
    const folder = createTrap();
    const { code, err } = runBinary('check', folder);
    expect(code).toBe(1);
    expect(err.replaceAll(folder, '')).toBe(
      [
        'Failed to load the fixtures: not every file can be read as JSON. Correct the paths or the files; a relative path begins in the folder that the program runs in.',
        '  /a.json: cannot be read: ELOOP: too many symbolic links encountered',
        '  /b.json: cannot be read: ELOOP: too many symbolic links encountered',
        '  /device.json: cannot be read: it is not a regular file',
        '  /pipe.json: cannot be read: it is not a regular file',
        '',
      ].join('\n'),
    );
  });

  test.each([
    [
      'pipe.json',
      'it is not a regular file. Give an OpenAPI 3.1 document in JSON, or in YAML in a file that ends in .yaml',
    ],
    [
      'device.json',
      'it is not a regular file. Give an OpenAPI 3.1 document in JSON, or in YAML in a file that ends in .yaml',
    ],
    ['pipe.yaml', 'it is not a regular file'],
    ['device.yaml', 'it is not a regular file'],
  ])('is not a contract: %s', (name, reason) => {
    const path = join(createTrap(), name);
    expect(runBinary('serve', '--port', '0', '--contract', path)).toEqual({
      code: 2,
      out: '',
      err: `Failed to load the contract ${JSON.stringify(path)}: it cannot be read: ${reason}.\n`,
    });
  });

  test.each([
    ['pipe.json', 'it is not a regular file'],
    // Written by another way, a device would be replaced by the report.
    ['device.json', 'it is not a regular file'],
    ['a.json', 'ELOOP: too many symbolic links encountered'],
  ])('--junit does not overwrite it: %s', async (name, reason) => {
    const folder = createTrap();
    const path = join(folder, name);
    const names = readdirSync(folder);
    const { mode, ino } = lstatSync(path);
    const { code, err } = await run('serve', '--port', '0', '--junit', path);
    expect(code).toBe(2);
    expect(err).toBe(
      `Failed to write the report ${JSON.stringify(path)}: ${reason}. Give --junit a path that can be written.\n`,
    );
    expect(lstatSync(path)).toMatchObject({ mode, ino });
    expect(readdirSync(folder)).toEqual(names);
  });
});

/** A name that begins a line of its own and steers the terminal that shows it. */
const HOSTILE = 'x\nFAILED\u001b[2J\u009b31m\u202e\u2028';
const SHOWN = 'x\\u{a}FAILED\\u{1b}[2J\\u{9b}31m\\u{202e}\\u{2028}';

function expectSafe(text: string): void {
  for (const line of text.split('\n')) expect(line).not.toMatch(STEERING);
  expect(text).not.toMatch(/^FAILED/m);
}

describe('a path with terminal control characters', () => {
  test.each([
    ['that does not exist', '', 'does not exist'],
    ['below a file', 'world.json/', 'cannot be read: ENOTDIR: not a directory'],
  ])('%s is escaped by check and serve -f', async (_, below, reason) => {
    const folder = createTemporaryFolder({ 'world.json': createSmallWorld() });
    const path = join(folder, below, HOSTILE);
    for (const args of [
      ['check', path],
      ['serve', '-f', path],
    ]) {
      const { err } = await run(...args);
      expect(err).toContain(`  ${join(folder, below)}/${SHOWN}: ${reason}\n`.replaceAll('//', '/'));
      expectSafe(err);
    }
  });

  test('is escaped in warnings about a fixture', async () => {
    const folder = createTemporaryFolder({
      [`${HOSTILE}.json`]: { trackers: createSmallWorld().trackers.map((tracker) => ({ ...tracker, more: 1 })) },
    });
    const checked = await run('check', folder);
    expect(checked.err).toContain(`warning ${folder}/${SHOWN}.json: `);
    expectSafe(checked.err);
    const served = await serve(['-f', folder]);
    expectSafe((await served.stop()).out);
  });

  test.each(['', '.yaml'])('is escaped by --contract: a name that ends in %j', async (ending) => {
    const folder = createTemporaryFolder({ 'file.json': '{}' });
    for (const path of [join(folder, HOSTILE + ending), join(folder, 'file.json', HOSTILE + ending)]) {
      const { code, err } = await run('serve', '--contract', path);
      expect(code).toBe(2);
      expectSafe(err);
    }
  });

  test('is escaped by --junit', async () => {
    const path = join(createTemporaryFolder(), 'none', HOSTILE);
    const { code, err } = await run('serve', '--port', '0', '--junit', path);
    expect(code).toBe(2);
    expectSafe(err);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});

test('a path with a NUL is refused, and shown without it', () => {
  const fixtures = catchMockError(() => createTrackerMock({ fixtures: 'a\0b.json' }));
  expect(fixtures.problems).toEqual([expect.stringMatching(/^a\\u\{0\}b\.json: cannot be read: /) as string]);
  for (const contract of ['a\0b.json', 'a\0b.yaml']) {
    expect(catchMockError(() => createTrackerMock({ contract })).message).toMatch(
      /^Failed to load the contract "a\\u0000b\.(json|yaml)": it cannot be read: [ -~]*$/,
    );
  }
});
