import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Har, StubInput, Tracker, TrackerEvent } from '../../src/index.ts';
import { proxy } from '../cli/run-main.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { serveUpstream } from './upstream-server.ts';

export interface Recorded {
  readonly folder: string;
  readonly world: {
    readonly trackers: readonly Tracker[];
    readonly events: readonly TrackerEvent[];
    readonly stubs: readonly StubInput[];
  };
  readonly har: Har;
  /** Both files as text. */
  readonly text: string;
  readonly out: string;
}

/** Records what a client does with an upstream server that has these routes. */
export async function record(
  routes: Readonly<Record<string, unknown>>,
  client: (url: string) => Promise<unknown>,
  ...args: readonly string[]
): Promise<Recorded> {
  const folder = join(createTemporaryFolder(), 'recorded');
  const { url, stop } = await proxy(await serveUpstream(routes), '--record', folder, ...args);
  await client(url);
  const { out } = await stop();
  const [world, har] = ['world.json', 'traffic.har'].map((name) => readFileSync(join(folder, name), 'utf8'));
  return {
    folder,
    world: JSON.parse(world ?? '') as Recorded['world'],
    har: JSON.parse(har ?? '') as Har,
    text: `${world}${har}`,
    out,
  };
}

/** Sends a GET for each path, one after the other. */
export function get(...paths: readonly string[]): (url: string) => Promise<void> {
  return async (url) => {
    for (const path of paths) await (await fetch(`${url}${path}`)).arrayBuffer();
  };
}
