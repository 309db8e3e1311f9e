import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import type { ConformanceOptions, ConformanceReport } from '../../src/conformance/run-conformance.ts';
import { MockError } from '../../src/index.ts';
import { createSmallContract, createSmallContractWorld } from '../contract/small-contract.ts';
import { createSmallWorld } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { run } from './run-main.ts';

// What conformance does with a report, and what it asks one for. The run itself has its own tests.

const conformance = vi.hoisted(() => ({ run: vi.fn<(options: unknown) => Promise<unknown>>() }));
vi.mock('../../src/conformance/run-conformance.ts', () => ({ runConformance: conformance.run }));

const REPORT: ConformanceReport = {
  operations: [{ operation: 'GET /tracker', cases: 2, agreed: 2, differed: [], violations: [] }],
  ok: true,
};
const VIOLATION = {
  label: 'valid',
  request: { method: 'GET', target: '/tracker', headers: {}, body: new Uint8Array() },
  status: 200,
  messages: ['Response body must be array'],
};

/** Runs the command over a report, and says what the run was asked for. */
async function runOver(
  report: ConformanceReport,
  ...args: string[]
): Promise<{
  ended: Awaited<ReturnType<typeof run>>;
  asked: ConformanceOptions;
  statuses: number[];
}> {
  let asked: ConformanceOptions | undefined;
  const statuses: number[] = [];
  conformance.run.mockImplementation(async (options) => {
    asked = options as ConformanceOptions;
    for (const path of ['/tracker', '/__admin/requests']) statuses.push((await fetch(asked.mockUrl + path)).status);
    return report;
  });
  const ended = await run('conformance', ...args);
  if (asked === undefined) throw new Error(`It did not run: ${ended.err}`);
  return { ended, asked, statuses };
}

beforeEach(() => void conformance.run.mockReset());

test('conformance ends with 0 and the table where all is well', async () => {
  const { ended, asked, statuses } = await runOver(REPORT);
  expect(ended).toMatchObject({ code: 0, err: '' });
  expect(ended.out).toMatch(/^operation +cases +agreed +differed +broken replies\nGET \/tracker +2 +2 +0 +0\n/);
  expect(ended.out).toMatch(/\nEvery reply keeps the contract; 0 unknown differences, 0 known ones\.\n$/);
  // The mock serves while it runs, the control API apart, and is gone afterwards.
  expect(statuses).toEqual([200, 404]);
  await expect(fetch(asked.mockUrl)).rejects.toThrow('fetch failed');
});

test('conformance ends with 1 and the reply where one breaks the contract', async () => {
  const operations = REPORT.operations.map((operation) => ({ ...operation, violations: [VIOLATION] }));
  const { ended } = await runOver({ operations, ok: false });
  expect(ended).toMatchObject({ code: 1, err: '' });
  expect(ended.out).toContain('Response body must be array');
  expect(ended.out).toMatch(/\n1 reply breaks the contract; 0 unknown differences, 0 known ones\.\n$/);
});

test('conformance ends with 2 where Prism does not start, and closes the mock', async () => {
  let url = '';
  conformance.run.mockImplementation((options) => {
    url = (options as ConformanceOptions).mockUrl;
    return Promise.reject(new MockError('server-not-started', 'Failed to start prism proxy: it does not answer.'));
  });
  expect(await run('conformance')).toEqual({
    code: 2,
    out: '',
    err: 'Failed to start prism proxy: it does not answer.\n',
  });
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});

test('conformance asks for a run over the package’s contract and a tracker of the world', async () => {
  const world = join(createTemporaryFolder({ 'world.json': createSmallWorld() }), 'world.json');
  const { asked } = await runOver(REPORT, '-f', world);
  expect(JSON.parse(readFileSync(asked.contractFile, 'utf8'))).toEqual(asked.document);
  expect(asked.document).toMatchObject({ info: { title: 'Agentex API' } });
  expect(asked.pathValues).toEqual({ tracker_id: 't-reading' });
});

test('conformance asks for a run over another contract, with no tracker where the world has none', async () => {
  const folder = createTemporaryFolder({
    'next.json': createSmallContract(),
    'a.json': createSmallContractWorld(),
    'b/b.json': {},
  });
  const contract = join(folder, 'next.json');
  const one = await runOver(REPORT, '--contract', contract, '-f', join(folder, 'a.json'));
  expect(one.asked).toMatchObject({ contractFile: contract, pathValues: { tracker_id: 't-1' } });
  expect(one.asked.document).toEqual(createSmallContract());
  const none = await runOver(REPORT, '--contract', contract, '-f', join(folder, 'b'));
  expect(none.asked).not.toHaveProperty('pathValues');
});

test('conformance asks for a run over all operations, or those of --operations', async () => {
  expect((await runOver(REPORT)).asked.globs).toEqual([]);
  const { asked } = await runOver(REPORT, '--operations', 'GET /tracker*,PUT *', '--operations', '/agents');
  expect(asked.globs).toEqual(['GET /tracker*', 'PUT *', '/agents']);
});

test.each([
  [['--contract', 'no-such-file.json'], 'Failed to load the contract "no-such-file.json": it does not exist.'],
  [
    ['--fixtures', 'no-such-file.json'],
    'Failed to load the fixtures: not every file can be read as JSON. Correct the paths or the files; a relative path begins in the folder that the program runs in.',
  ],
])('conformance %j ends with 2 before anything runs', async (args, message) => {
  const { code, out, err } = await run('conformance', ...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
  expect(conformance.run).not.toHaveBeenCalled();
});
