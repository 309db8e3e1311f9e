import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Measures how late the machine is with timers and disks: what it makes this process wait for, it makes the mock wait for. */
export interface Lateness {
  /** Returns the longest delay of the last second, in milliseconds. */
  longest(): number;
  stop(): Promise<void>;
}

const PAUSE = 20;
const WINDOW = 1000;

export function measureLateness(folder: string): Lateness {
  const delays: { readonly at: number; readonly ms: number }[] = [];
  let isStopped = false;
  const measure = async (): Promise<void> => {
    const file = await open(join(folder, 'lateness'), 'w');
    while (!isStopped) {
      const began = performance.now();
      await sleep(PAUSE);
      await file.write('x', 0);
      await file.sync();
      delays.push({ at: performance.now(), ms: performance.now() - began - PAUSE });
      while ((delays[0]?.at ?? 0) < performance.now() - WINDOW) delays.shift();
    }
    await file.close();
  };
  const measuring = measure();
  return {
    longest: () => Math.max(0, ...delays.map(({ ms }) => ms)),
    async stop() {
      isStopped = true;
      await measuring;
    },
  };
}
