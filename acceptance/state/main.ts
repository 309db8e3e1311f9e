import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readNumber } from '../number-variable.ts';
import { drawSeed, printResult } from '../result.ts';
import { checkDisks } from './disks.ts';
import { killUnderLoad } from './kill.ts';
import { checkRefusals } from './refusals.ts';

/** How often the mock is killed. */
const KILLS = readNumber('STATE_KILLS', 200);

const seed = drawSeed();
const failures: string[] = [];
const folder = mkdtempSync(join(tmpdir(), 'tracker-mock-state-'));
const trackers = Array.from({ length: 4 }, (_, index) => ({
  id: `t-${index}`,
  agent_id: 'agent',
  task_id: `task-${index}`,
  created_at: '2026-08-18T20:00:00Z',
}));
writeFileSync(join(folder, 'world.json'), JSON.stringify({ trackers }));
let requests = 0;
try {
  requests += await killUnderLoad(folder, KILLS, seed, failures);
  requests += await checkRefusals(folder, failures);
  requests += await checkDisks(folder, failures);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
printResult({ name: 'state', requests, differences: 0, failures });
