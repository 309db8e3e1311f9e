import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { COVERAGE_VARIABLE } from '../../src/kits/coverage-parts.ts';
import type { CoverageReporterOptions } from '../../src/kits/coverage-reporter.ts';
import ContractCoverageReporter from '../../src/kits/coverage-reporter.ts';
import type { KitOptions } from '../../src/kits/kit-server.ts';
import { startKitServer } from '../../src/kits/kit-server.ts';
import { openTestSession, toSessionUrl } from '../../src/kits/test-session.ts';
import { catchMockError } from '../catch-mock-error.ts';
import { SMALL_CONTRACT } from '../coverage/small-contract.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { runNode } from './run-node.ts';

interface Details {
  readonly totals: Record<string, { readonly covered: number; readonly total: number }>;
  readonly elements: readonly {
    readonly label: string;
    readonly count: number;
    readonly sessions: readonly string[];
  }[];
}

/** A tracker of the small contract, which has fewer members than that of the embedded one. */
function createWorld(): string {
  return join(createTemporaryFolder({ 'world.json': { trackers: [{ id: 't-1', status: 'RUNNING' }] } }), 'world.json');
}

function readDetails(folder: string): Details {
  return JSON.parse(readFileSync(join(folder, 'contract-coverage.json'), 'utf8')) as Details;
}

function findSessions({ elements }: Details, label: string): readonly string[] | undefined {
  return elements.find((element) => element.label === label)?.sessions;
}

/** Runs what workers do, each with tests that send one request. */
async function runWorkers(workers: readonly { options: KitOptions; tests: Record<string, string> }[]): Promise<void> {
  for (const { options, tests } of workers) {
    const server = await startKitServer(options);
    for (const [title, target] of Object.entries(tests)) {
      const { control, close } = await openTestSession(server, title, true, `a.test.ts > ${title}`);
      await fetch(toSessionUrl(server, control.name) + target);
      close();
    }
    await server.close();
  }
}

/** Reports workers as vitest does. Returns what is printed, and the exit code. */
async function report(
  options: CoverageReporterOptions,
  workers: Parameters<typeof runWorkers>[0],
): Promise<{ printed: string; code: unknown }> {
  let printed = '';
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  const before = process.exitCode;
  try {
    const reporter = new ContractCoverageReporter(options);
    reporter.onTestRunStart();
    await runWorkers(workers);
    await reporter.onTestRunEnd();
    return { printed, code: process.exitCode };
  } finally {
    process.exitCode = before;
    spy.mockRestore();
  }
}

test('the workers of a run are merged, and each part names the tests that covered it', async () => {
  const folder = join(createTemporaryFolder(), 'new', 'folder');
  const options = { contract: parse(SMALL_CONTRACT) as Record<string, unknown>, fixtures: createWorld() };
  const { printed, code } = await report({ folder, reporters: ['lcovonly'], thresholds: { operations: 50 } }, [
    { options, tests: { lists: '/tracker', 'lists again': '/tracker' } },
    { options, tests: { 'lists elsewhere': '/tracker', fails: '/nothing' } },
  ]);
  expect(code).toBeUndefined();
  expect(printed).toContain('Coverage of the contract: operations 1 of 2 (50 %), statuses 1 of 4 (25 %), ');
  const details = readDetails(folder);
  expect(details.totals['operations']).toEqual({ covered: 1, total: 2 });
  expect(findSessions(details, 'GET /tracker')).toEqual([
    'a.test.ts > lists',
    'a.test.ts > lists again',
    'a.test.ts > lists elsewhere',
  ]);
  expect(details.elements.find(({ label }) => label === 'GET /tracker')?.count).toBe(3);
  expect(readFileSync(join(folder, 'lcov.info'), 'utf8')).toContain('SF:contract.json\n');
  expect(readFileSync(join(folder, 'contract-gaps.md'), 'utf8')).toContain(
    'curl -X PUT http://127.0.0.1:4010/tracker/t-1',
  );
  expect(process.env[COVERAGE_VARIABLE]).toBeUndefined();
});

test('a run below a threshold fails, and no report is written without a folder', async () => {
  const folder = createTemporaryFolder({ 'contract.yaml': SMALL_CONTRACT });
  const options = { contract: join(folder, 'contract.yaml'), fixtures: createWorld() };
  const { printed, code } = await report({ thresholds: { operations: 100 } }, [
    { options, tests: { lists: '/tracker' } },
  ]);
  expect(code).toBe(1);
  expect(printed).toContain(
    'Coverage of operations is 1 of 2 (50 %), below the threshold of 100 %. Not covered: PUT /tracker/{tracker_id}\n',
  );
});

test('a run without the kit, and one with two contracts, say so', async () => {
  expect((await report({}, [])).printed).toContain('No test used a mock of the kit.\n');
  const folder = createTemporaryFolder({ 'contract.yaml': SMALL_CONTRACT });
  const { printed } = await report({}, [
    { options: { contract: join(folder, 'contract.yaml'), fixtures: createWorld() }, tests: {} },
    { options: {}, tests: {} },
  ]);
  expect(printed).toContain('The mocks of the tests have different contracts: the coverage is of one of them.\n');
});

test('requests without a session are covered by no test', async () => {
  const folder = createTemporaryFolder();
  const spy = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const reporter = new ContractCoverageReporter({ folder, reporters: [] });
  reporter.onBegin();
  const server = await startKitServer({ fixtures: { trackers: [] } });
  const { close } = await openTestSession(server, 'lists');
  await fetch(`${server.url}/tracker`);
  close();
  await server.close().catch(() => undefined);
  expect(await reporter.onEnd()).toBeUndefined();
  spy.mockRestore();
  expect(reporter.printsToStdio()).toBe(false);
  expect(readDetails(folder).elements.find(({ label }) => label === 'GET /tracker')).toMatchObject({
    count: 1,
    sessions: [],
  });
});

test('Playwright is told that a run below a threshold fails, and nothing if no run began', async () => {
  const spy = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  // Playwright adds members of its own.
  const own = { configDir: '/', _mode: 'test' };
  const reporter = new ContractCoverageReporter({ thresholds: { operations: 100 }, ...own });
  reporter.onBegin();
  reporter.onBegin();
  expect(await reporter.onEnd()).toEqual({ status: 'failed' });
  expect(await reporter.onEnd()).toBeUndefined();
  spy.mockRestore();
});

test('misspelt options are refused, and a folder that cannot be written', () => {
  const options = { folders: 'x', thresholds: { operation: 5 }, reporters: ['pdf'] };
  const refusal = catchMockError(() => new ContractCoverageReporter(options as CoverageReporterOptions));
  expect(refusal.code).toBe('option-invalid');
  expect(refusal.problems.join('\n')).toMatch(/did you mean "folder"\?[^]*did you mean "operations"\?/);
  const reporter = new ContractCoverageReporter({ folder: 'package.json/x' });
  expect(catchMockError(() => reporter.onBegin()).message).toMatch(
    /^Failed to write the coverage into "package.json\/x": /,
  );
});

test('vitest and Playwright load the reporter, and their workers tell it what they covered', async () => {
  const output = createTemporaryFolder();
  // The configuration is the one that the guide shows.
  const folders = { vitest: 'coverage/contract', playwright: join(output, 'coverage') };
  const runs = await Promise.all([
    runNode('node_modules/vitest/vitest.mjs', ['run', '--config', 'test/kits/coverage-runs/vitest.config.ts']),
    runNode('node_modules/@playwright/test/cli.js', ['test', '-c', 'test/kits/coverage-runs/playwright.config.ts'], {
      KIT_COVERAGE: JSON.stringify({ folder: folders.playwright, thresholds: { operations: 100 } }),
      KIT_OUTPUT: join(output, 'output'),
    }),
  ]);
  expect(runs.map(({ code }) => code)).toEqual([0, 1]);
  for (const [name, folder] of Object.entries(folders)) {
    const details = readDetails(folder);
    expect(findSessions(details, 'GET /tracker')).toEqual([
      expect.stringMatching(new RegExp(`list\\.${name}\\.ts > lists a page$`)),
      expect.stringMatching(new RegExp(`list\\.${name}\\.ts > lists the trackers$`)),
    ]);
    expect(findSessions(details, 'PUT /tracker/{tracker_id}')).toEqual([
      expect.stringMatching(/ > updates a tracker$/),
    ]);
  }
}, 120_000);
