import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { findFile } from '../project.ts';
import { installPython } from '../python.ts';
import { printResult } from '../result.ts';
import { serveMock } from '../served-mock.ts';

interface Report {
  readonly differences: readonly { severity: string; operation: string; status?: number; at: string; what: string }[];
  readonly compared: Readonly<Record<string, number>>;
  readonly problems: readonly string[];
}

interface Run {
  /** The bugs of the server. */
  readonly bugs: string;
  readonly operations: readonly string[];
  readonly code: number;
  /** What drift finds, in any order. */
  readonly finds: readonly string[];
}

const RUNS: readonly Run[] = [
  { bugs: '', operations: [], code: 0, finds: [] },
  {
    bugs: 'missing,type,zone',
    operations: [],
    code: 1,
    finds: [
      ...['GET /tracker 200 body[]', 'GET /tracker/{tracker_id} 200 body'].flatMap((at) => [
        `breaking ${at}.created_at: missing in B; every object of A has it`,
        `breaking ${at}.updated_at: date-time without zone in B, date-time in A`,
      ]),
      'breaking GET /events 200 body[].sequence_id: string in B, integer in A',
      'breaking GET /events/{event_id} 200 body.sequence_id: string in B, integer in A',
    ],
  },
  {
    bugs: 'extra',
    operations: ['GET /tracker'],
    code: 0,
    finds: ['warning GET /tracker 200 body[].priority: only in B; the contract does not declare it'],
  },
  {
    bugs: 'status,allow,html,null',
    operations: ['GET /tracker'],
    code: 1,
    finds: [
      'breaking GET /no-such-path status: 500 in B, 404 in A',
      'breaking GET /tracker 422 header content-type: text/html in B, application/json in A',
      'breaking GET /tracker 200 body[].agent_id: null only in B; the contract does not allow it',
      'warning GET /tracker 405 header allow: missing in B; every reply of A has it',
    ],
  },
  {
    bugs: 'filter,page,order',
    operations: ['GET /tracker'],
    code: 1,
    finds: [
      'breaking GET /tracker list: the filter task_id holds in A, but not in B',
      'breaking GET /tracker list: the pages make up the list in A, but not in B',
      'breaking GET /tracker list: the list is in ascending order of created_at in A, but not in B',
      'breaking GET /tracker list: the list is in descending order of created_at in A, but not in B',
      // Page 0 is page 1 there.
      'warning GET /tracker status: 200 in B, 422 in A',
    ],
  },
];

const failures: string[] = [];
let requests = 0;

const python = installPython(
  findFile('acceptance/fastapi/requirements-newest.txt'),
  findFile('acceptance/fastapi/.venv-newest'),
  ['3.12', '3.11'],
);
const mock = await serveMock([]);
const world = await readWorld(mock.url);
await mock.stop();
failures.push(...mock.complaints);
const server = spawn(python, [findFile('acceptance/drift/app.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
server.stdin.write(`${JSON.stringify(world)}\n`);
const [port] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
try {
  for (const run of RUNS) check(run);
} finally {
  server.stdin.end();
}
printResult({ name: 'drift', requests, differences: 0, failures });

/** Reads the world of a mock as clients see it. */
async function readWorld(url: string): Promise<{ trackers: object[]; events: object[] }> {
  const read = async <Item>(path: string): Promise<Item[]> => (await fetch(url + path)).json() as Promise<Item[]>;
  const trackers = await read<{ task_id: string; agent_id: string }>('/tracker');
  const pairs = new Set(trackers.map(({ task_id, agent_id }) => `task_id=${task_id}&agent_id=${agent_id}`));
  const events: object[] = [];
  for (const pair of pairs) events.push(...(await read<object>(`/events?${pair}`)));
  return { trackers, events };
}

function check({ bugs, operations, code, finds }: Run): void {
  const args = [
    'drift',
    'mock',
    `http://127.0.0.1:${port}`,
    '--json',
    ...operations.flatMap((glob) => ['--operations', glob]),
    ...(bugs === '' ? [] : ['-H', `x-bugs: ${bugs}`]),
  ];
  const run = spawnSync(process.execPath, [findFile('dist/bundle/bin.js'), ...args], { encoding: 'utf8' });
  const report = JSON.parse(run.stdout) as Report;
  for (const count of Object.values(report.compared)) requests += count;
  const found = report.differences.map(({ severity, operation, status, at, what }) =>
    [severity, operation, ...(status === undefined ? [] : [status]), `${at}: ${what}`].join(' '),
  );
  const where = bugs === '' ? 'without bugs' : `with the bugs ${bugs}`;
  process.stdout.write(`${where}: exit code ${String(run.status)}, ${found.length} differences\n`);
  failures.push(
    ...(run.status === code ? [] : [`${where}: exit code ${String(run.status)}, not ${code}: ${run.stderr}`]),
    ...report.problems.map((problem) => `${where}: ${problem}`),
    ...finds.filter((line) => !found.includes(line)).map((line) => `${where}: not found: ${line}`),
    ...found.filter((line) => !finds.includes(line)).map((line) => `${where}: found: ${line}`),
  );
}
