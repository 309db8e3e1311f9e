import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../result.ts';
import { startMock } from './mock-process.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const FILLER = 'filler';
/** Long enough for several attempts to save, in milliseconds. */
const SEVERAL_TRIES = 2500;

/**
 * Serves with a state on a disk that becomes full, and on one that is read-only. Both are a file system in memory, which root can mount on
 * Linux. Others get a read-only folder, which root could write to, and no full disk. Returns the number of requests.
 */
export async function checkDisks(folder: string, failures: string[]): Promise<number> {
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  const world = join(folder, 'world.json');
  if (!mount(disk, 'size=1m')) {
    say('a full disk is not tried: no file system can be mounted here');
    chmodSync(disk, 0o555);
    await checkReadOnly(disk, world, 'this user may not write there', failures);
    return 1;
  }
  try {
    await checkFull(disk, world, failures);
    mount(disk, 'remount,ro');
    await checkReadOnly(disk, world, 'it is on a read-only file system', failures);
  } finally {
    execFileSync('umount', [disk]);
  }
  return 5;
}

async function checkFull(disk: string, world: string, failures: string[]): Promise<void> {
  const file = join(disk, 'state.json');
  const mock = await startMock(['--fixtures', world, '--state', file]);
  const check = (isRight: boolean, what: string): void => {
    if (!isRight) failures.push(`full disk: ${what}: ${mock.output().slice(-1000)}`);
  };
  const put = async (status: string): Promise<boolean> => {
    const body = JSON.stringify({ status });
    return (await fetch(`${mock.url}/tracker/t-0`, { method: 'PUT', headers: JSON_TYPE, body })).ok;
  };
  check(await put('before'), 'the mock does not serve before');
  check(await until(() => existsSync(file)), 'the state is not saved before');
  const before = readFileSync(file, 'utf8');

  fill(disk);
  check(await put('while'), 'the mock does not serve on');
  check(await mock.waitFor('the disk is full'), 'the log does not say so');
  await sleep(SEVERAL_TRIES);
  check(mock.output().split('the disk is full').length === 2, 'the log says so again');
  check(readFileSync(file, 'utf8') === before, 'the old file did not stay');
  check(readdirSync(disk).length === 2, `there are drafts: ${readdirSync(disk).join(', ')}`);

  rmSync(join(disk, FILLER));
  check(await mock.waitFor('is saved in'), 'the log does not say that there is room again');
  check(readFileSync(file, 'utf8').includes('"while"'), 'the state is not saved when there is room again');
  check((await mock.end('SIGTERM')) === 0, 'the mock does not end with 0');
}

async function until(isTrue: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 1000 && !isTrue(); tries++) await sleep(10);
  return isTrue();
}

/** Leaves no room on a disk. */
function fill(disk: string): void {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(join(disk, FILLER), Buffer.alloc(bavail * bsize));
}

async function checkReadOnly(disk: string, world: string, reason: string, failures: string[]): Promise<void> {
  const mock = await startMock(['--fixtures', world, '--state', join(disk, 'state.json')]);
  const code = await mock.end('SIGTERM');
  if (code === 2 && mock.output().includes(reason)) return;
  failures.push(`a read-only folder is not refused with its reason: exit code ${code}, ${mock.output()}`);
}

function mount(disk: string, options: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tracker-mock', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
