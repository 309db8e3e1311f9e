import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const IS_LINUX = process.platform === 'linux';

/** Returns the CPU time of a process in seconds (all threads, user and system), or undefined if the system does not provide it. */
export function readCpuSeconds(pid) {
  if (!IS_LINUX) return undefined;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // After the name, which may contain anything, utime and stime are the 12th and 13th fields, in hundredths of a second.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const coarse = (Number(fields[11]) + Number(fields[12])) / 100;
  // The counts of the threads are in nanoseconds, but exclude threads that have ended.
  return Math.max(coarse, readThreadSeconds(pid));
}

function readThreadSeconds(pid) {
  let nanoseconds = 0;
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      nanoseconds += Number.parseInt(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8'), 10);
    }
  } catch {
    // A thread has just ended, or the kernel does not keep these counts.
  }
  return nanoseconds / 1e9;
}

/** Returns the resident memory of a process in MiB: now, and its peak (undefined if the system does not provide it). */
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
