import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requirePrograms } from '../debian-packages.ts';
import { printResult, say } from '../result.ts';
import type { Fleet } from './fleet.ts';
import { startFleet } from './fleet.ts';
import type { ProxyName } from './proxy.ts';
import { startProxy } from './proxy.ts';
import type { Visitor } from './visitors.ts';
import { createVisitor } from './visitors.ts';

// examples/scale-out/: three mocks behind nginx and behind HAProxy answer as one.

const MOCKS = 3;
const SESSIONS = 300;
/** Each mock has this many sessions at least. */
const LEAST = 30;
/** Sessions that are deleted in the end. */
const LEAVING = 20;
const CONCURRENCY = 20;
const TOKEN = randomBytes(24).toString('hex');

const failures: string[] = [];
let requests = 0;

requirePrograms({ nginx: 'nginx', haproxy: 'haproxy' });
for (const name of ['nginx', 'haproxy'] as const) {
  try {
    await checkProxy(name);
  } catch (error) {
    failures.push(`${name}: the test did not finish: ${String(error)}`);
  }
}
printResult({ name: 'scale-out', requests, differences: 0, failures });

async function checkProxy(name: ProxyName): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-mock-scale-out-'));
  const fleet = await startFleet(MOCKS, folder, TOKEN);
  try {
    const proxy = await startProxy(name, folder, fleet.urls);
    const before = failures.length;
    try {
      await checkSessions(name, fleet, proxy.url);
    } finally {
      if (failures.length > before) say(`${name} said:\n${proxy.output().slice(-3000)}`);
      await proxy.stop();
    }
  } finally {
    const codes = await fleet.stop();
    expect(
      `${name}: the exit codes of the mocks`,
      codes,
      Array.from({ length: MOCKS }, () => 0),
    );
    rmSync(folder, { recursive: true, force: true });
  }
}

async function checkSessions(name: ProxyName, fleet: Fleet, url: string): Promise<void> {
  const visitors = Array.from({ length: SESSIONS }, (_, index) =>
    createVisitor(url, `${index % 2 === 0 ? 'test' : 'Visitor_no.'}-${index}`, TOKEN, () => (requests += 1)),
  );
  await inTurns(visitors, async (visitor) => failures.push(...(await visitor.arrive())));

  const homes = await findHomes(name, fleet, visitors);
  const sizes = homes.map((home) => home.length);
  say(`${name}: ${SESSIONS} sessions on ${MOCKS} mocks: ${sizes.join(', ')}`);
  for (const [index, size] of sizes.entries()) {
    if (size < LEAST) failures.push(`${name}: mock ${index + 1} has ${size} sessions only`);
  }

  const [killed = [], ...others] = homes;
  const missing = await fleet.waitForFile(
    0,
    killed.flatMap(({ marks }) => marks.map((mark) => JSON.stringify(mark))),
  );
  expect(`${name}: what is not in the state file`, missing, []);
  await fleet.kill(0);
  await inTurns(others.flat(), async (visitor) => failures.push(...(await visitor.look())));
  // HAProxy lets the clients wait until the mock is back; nginx answers 502, and no other mock takes its sessions.
  const during = Promise.all(killed.map(async (visitor) => visitor.knock()));
  if (name === 'nginx') await during;
  await fleet.start(0);
  expect(`${name}: replies during the restart`, [...new Set(await during)], [name === 'nginx' ? 502 : 200]);

  await inTurns(visitors, async (visitor) => failures.push(...(await visitor.look())));
  const again = await findHomes(name, fleet, visitors);
  expect(`${name}: the mocks of the sessions after the restart`, toNames(again), toNames(homes));

  const leaving = visitors.slice(0, LEAVING);
  await inTurns(leaving, async (visitor) => {
    expect(`${visitor.session}: the status of its deletion`, await visitor.leave(), 204);
  });
  const left = await findHomes(name, fleet, leaving, 0);
  expect(`${name}: the sessions that were deleted`, left.flat(), []);
}

/** Returns the visitors by the mock that has their session. A session that is not on exactly so many mocks is a failure. */
async function findHomes(name: ProxyName, fleet: Fleet, visitors: readonly Visitor[], mocks = 1): Promise<Visitor[][]> {
  const sessions = (await fleet.listSessions()).map((names) => new Set(names));
  for (const { session } of visitors) {
    const count = sessions.filter((names) => names.has(session)).length;
    if (count !== mocks) failures.push(`${name}: the session ${session} is on ${count} mocks, not ${mocks}`);
  }
  return sessions.map((names) => visitors.filter(({ session }) => names.has(session)));
}

function toNames(homes: readonly (readonly Visitor[])[]): string[][] {
  return homes.map((home) => home.map(({ session }) => session));
}

function expect(what: string, seen: unknown, wanted: unknown): void {
  const [left, right] = [seen, wanted].map((value) => JSON.stringify(value));
  if (left !== right) failures.push(`${what}: ${left}, not ${right}`);
}

async function inTurns<T>(items: readonly T[], act: (item: T) => Promise<unknown>): Promise<void> {
  const rest = items.values();
  const work = async (): Promise<void> => {
    for (const item of rest) await act(item);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
}
