import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SMALL_CONTRACT } from '../coverage/small-contract.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import type { Served } from './run-main.ts';
import { run, serve } from './run-main.ts';

interface Small {
  readonly folder: string;
  readonly args: readonly string[];
}

/** A folder with the small contract and one tracker, and the options that serve them. */
function createSmall(): Small {
  const folder = createTemporaryFolder({
    'contract.yaml': SMALL_CONTRACT,
    'none.json': {},
    'world.json': { trackers: [{ id: 't-1', status: 'RUNNING' }] },
  });
  return { folder, args: ['-c', join(folder, 'contract.yaml'), '-f', join(folder, 'world.json')] };
}

/** A contract that one request covers. */
const PING = `openapi: 3.1.0
info: {}
paths: { /tracker: { get: { responses: { '200': { content: { application/json: { schema: { type: array } } } } } } } }
`;

async function list({ url }: Served): Promise<void> {
  await fetch(`${url}/tracker`);
  await fetch(`${url}/__admin/requests`);
}

function read(folder: string, name: string): string {
  return readFileSync(join(folder, 'coverage', name), 'utf8');
}

describe('--coverage', () => {
  test('logs the totals, and writes a page and an lcov file whose lines are those of the contract', async () => {
    const { folder, args } = createSmall();
    const served = await serve([...args, '--coverage', join(folder, 'coverage')]);
    await list(served);
    const { code, out } = await served.stop();
    expect(code).toBe(0);
    expect(out).toContain(
      'Coverage of the contract: operations 1 of 2 (50 %), statuses 1 of 4 (25 %), observed 0 of 1 (0 %), parameters 0 of 2 (0 %), media-types 1 of 3 (33.3 %), members 2 of 3 (66.6 %), alternatives 4 of 17 (23.5 %), reported in ',
    );
    const lcov = read(folder, 'lcov.info');
    // put and get, with the lines on which they stand.
    expect(lcov).toContain('FN:5,PUT /tracker/{tracker_id}\nFN:36,GET /tracker\nFNF:2\nFNH:1\n');
    // 12 statements without the observed status; the name of a parameter is its place.
    expect(lcov).toContain('LF:12\nLH:4\n');
    expect(lcov).toContain('DA:38,0\n');
    expect(lcov).toContain('BRF:17\nBRH:4\n');
    const page = read(folder, 'index.html');
    expect(page).toContain('contract.yaml');
    expect(read(folder, 'contract.yaml.html')).toContain(
      '<span class="cstat-no" title="statement not covered" >name: tracker_id</span>',
    );
  });

  test('writes which sessions covered each part', async () => {
    const { folder, args } = createSmall();
    const served = await serve([
      ...args,
      '--coverage',
      join(folder, 'coverage'),
      '--coverage-reporter',
      'json-summary',
    ]);
    await fetch(`${served.url}/__session/lists-trackers/tracker`);
    await served.stop();
    const { totals, elements } = JSON.parse(read(folder, 'contract-coverage.json')) as {
      totals: unknown;
      elements: { label: string }[];
    };
    expect(totals).toMatchObject({ operations: { covered: 1, total: 2 }, members: { covered: 2, total: 3 } });
    expect(elements.find(({ label }) => label === 'GET /tracker')).toEqual({
      kind: 'operations',
      label: 'GET /tracker',
      pointer: '/paths/~1tracker/get',
      count: 1,
      sessions: ['lists-trackers'],
    });
    expect(elements.find(({ label }) => label === 'PUT /tracker/{tracker_id}')).toMatchObject({
      count: 0,
      sessions: [],
    });
    expect(readdirSync(join(folder, 'coverage')).toSorted()).toEqual([
      'contract-coverage.json',
      'contract-gaps.md',
      'coverage-summary.json',
    ]);
  });

  test('writes every report that --coverage-reporter names, those for a terminal as files', async () => {
    const { folder, args } = createSmall();
    const reporters = 'html,lcov,lcovonly,cobertura,clover,json,json-summary,text,text-summary';
    const served = await serve([...args, '--coverage', join(folder, 'coverage'), '--coverage-reporter', reporters]);
    await list(served);
    await served.stop();
    expect(read(folder, 'coverage.txt')).toContain('contract.yaml');
    expect(read(folder, 'coverage-summary.txt')).toContain('Functions    : 50% ( 1/2 )');
    expect(read(folder, 'cobertura-coverage.xml')).toContain('lines-valid="12" lines-covered="4"');
    for (const name of ['clover.xml', 'coverage-final.json', 'coverage-summary.json', 'lcov-report/index.html']) {
      expect(existsSync(join(folder, 'coverage', name))).toBe(true);
    }
  });

  test('writes a request for each gap, as a command and as a line of a test', async () => {
    const { folder, args } = createSmall();
    const served = await serve([...args, '--coverage', join(folder, 'coverage')]);
    await list(served);
    await served.stop();
    const gaps = read(folder, 'contract-gaps.md');
    expect(gaps).toContain(`
- parameters: GET /tracker: query parameter limit
- alternatives: GET /tracker: query parameter limit: present
- alternatives: GET /tracker: query parameter limit: valid
- alternatives: GET /tracker: query parameter limit: integer

\`\`\`sh
curl '${served.url}/tracker?limit=1'
\`\`\`

\`\`\`js
await fetch(baseUrl + "/tracker?limit=1");
\`\`\`
`);
    expect(gaps).toContain(
      `curl -X PUT ${served.url}/tracker/t-1 -H 'content-type: application/json' --data-raw '{"status":5}'\n`,
    );
    expect(gaps).toContain(
      String.raw`await fetch(baseUrl + "/tracker/t-1", {"method":"PUT","headers":{"content-type":"application/json"},"body":"{\"status\":5}"});`,
    );
    // A request cannot make the API omit a member of its reply.
    expect(gaps).toMatch(/## No request was found for\n\n- alternatives: Tracker\.status: omitted\n- [^]*"DONE"\n$/);
  });

  test('lists no request if all is covered, and none that the mock does not need', async () => {
    const { folder } = createSmall();
    const path = join(folder, 'ping.yaml');
    writeFileSync(path, PING);
    const served = await serve(['-c', path, '-f', join(folder, 'none.json'), '--coverage', join(folder, 'coverage')]);
    await fetch(`${served.url}/tracker`);
    await served.stop();
    expect(read(folder, 'contract-gaps.md')).toBe('# What was not covered\n');
  });

  test('of the embedded contract reports openapi.json', async () => {
    const folder = createTemporaryFolder();
    const served = await serve(['--coverage', join(folder, 'coverage')]);
    await list(served);
    await served.stop();
    expect(read(folder, 'lcov.info')).toContain('SF:openapi.json\n');
  });

  test('refuses a folder that cannot be written before it serves', async () => {
    const { folder, args } = createSmall();
    const file = join(folder, 'world.json');
    const { code, err } = await run('serve', '--port', '0', ...args, '--coverage', file);
    expect(code).toBe(2);
    expect(err).toContain(`Failed to write the coverage into ${JSON.stringify(file)}: EEXIST: file already exists. `);
    expect(err).toContain('Give --coverage a folder that can be written.');
  });

  test('ends with 2 if the reports cannot be written at the end', async () => {
    const { folder, args } = createSmall();
    const served = await serve([...args, '--coverage', join(folder, 'coverage'), '--coverage-reporter', 'lcov']);
    writeFileSync(join(folder, 'coverage', 'lcov-report'), '');
    const { code, err } = await served.stop();
    expect(code).toBe(2);
    expect(err).toContain('Failed to write the coverage into ');
  });
});

describe('--coverage-threshold', () => {
  test('makes the run fail if less is covered, and names what is missing', async () => {
    const { args } = createSmall();
    const served = await serve([
      ...args,
      '--coverage-threshold',
      'operations=100,statuses=25',
      '--coverage-threshold',
      'alternatives=23.6',
    ]);
    await list(served);
    const { code, err } = await served.stop();
    expect(code).toBe(1);
    expect(err).toBe(
      'Coverage of operations is 1 of 2 (50 %), below the threshold of 100 %. Not covered: PUT /tracker/{tracker_id}\n' +
        'Coverage of alternatives is 4 of 17 (23.5 %), below the threshold of 23.6 %. Not covered: PUT /tracker/{tracker_id}: request body: valid; PUT /tracker/{tracker_id}: request body: invalid; PUT /tracker/{tracker_id}: request body.status: present; PUT /tracker/{tracker_id}: request body.status: omitted; PUT /tracker/{tracker_id}: request body.status: string, and 8 more\n',
    );
  });

  test('lets a run pass that covers as much', async () => {
    const { args } = createSmall();
    const served = await serve([...args, '--coverage-threshold', 'operations=50, statuses=25,observed=0']);
    await list(served);
    expect(await served.stop()).toMatchObject({ code: 0, err: '' });
  });

  test('of run makes it end with 1 although its command succeeds', async () => {
    const { args } = createSmall();
    const { code, err } = await run(
      'run',
      ...args,
      '--coverage-threshold',
      'operations=1',
      '--',
      process.execPath,
      '-e',
      '',
    );
    expect(code).toBe(1);
    expect(err).toContain('Coverage of operations is 0 of 2 (0 %), below the threshold of 1 %.');
  });

  test.each([
    ['operation=100', 'There is nothing called "operation" to cover: did you mean "operations"?'],
    ['', 'There is nothing called "" to cover: expected one of operations, statuses, observed, '],
    ['operations', 'Give operations a percentage from 0 to 100, such as operations=80.'],
    ['statuses=101', 'Give statuses a percentage from 0 to 100, such as statuses=80.'],
    ['statuses=1=2', 'Give statuses a percentage from 0 to 100, such as statuses=80.'],
    ['statuses=8%', 'Give statuses a percentage from 0 to 100, such as statuses=80.'],
  ])('refuses %j', async (value, advice) => {
    const { code, err } = await run('serve', '--coverage-threshold', value);
    expect(code).toBe(2);
    expect(err).toContain(advice);
  });
});

describe('--coverage-reporter', () => {
  test('refuses an unknown report, and names the nearest', async () => {
    const { code, err } = await run('serve', '--coverage', 'x', '--coverage-reporter', 'html,covertura');
    expect(code).toBe(2);
    expect(err).toContain('did you mean "cobertura"?');
  });

  test('is refused without --coverage', async () => {
    const { code, err } = await run('serve', '--port', '0', '--coverage-reporter', 'html');
    expect(code).toBe(2);
    expect(err).toContain(
      'Failed to report the coverage: there is no folder for the reports. Name one with --coverage, or leave out --coverage-reporter.',
    );
  });
});
