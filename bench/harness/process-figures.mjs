import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const IS_LINUX = process.platform === 'linux';

/** A process's own CPU time so far in seconds, all its threads, user and system; undefined where the system does not tell. */
export function readCpuSeconds(pid) {
  if (!IS_LINUX) return undefined;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Behind the name, which may hold anything: utime and stime are the 12th and 13th, in hundredths of a second.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const coarse = (Number(fields[11]) + Number(fields[12])) / 100;
  // The threads' own count is in nanoseconds, but without those that have ended.
  return Math.max(coarse, readThreadSeconds(pid));
}

function readThreadSeconds(pid) {
  let nanoseconds = 0;
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      nanoseconds += Number.parseInt(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8'), 10);
    }
  } catch {
    // A thread has just ended, or the kernel keeps no such count.
  }
  return nanoseconds / 1e9;
}

/** Resident memory of a process in MiB: now, and the most it ever was (undefined where the system does not tell). */
export function readMemory(pid) {
  if (IS_LINUX) {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const read = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
    return { now: read('VmRSS'), peak: read('VmHWM') };
  }
  return {
    now: Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024,
    peak: undefined,
  };
}
