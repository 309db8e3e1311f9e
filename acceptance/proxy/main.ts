import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findFile } from '../project.ts';
import { installPython } from '../python.ts';
import { printResult } from '../result.ts';
import type { LoggedExchange, ServedMock } from '../served-mock.ts';
import { serveMock } from '../served-mock.ts';

/** A status and a body without the times that an update sets. */
type Reply = readonly [call: string, status: number, body: string];

/** What a sound client does, and a server without a defect answers. */
const CALLS: readonly (readonly [method: string, path: string, body?: object])[] = [
  ['GET', '/agents'],
  ['GET', '/events?task_id=task-of-sound&agent_id=agent-1'],
  ['PUT', '/tracker/sound', { status: 'DONE', last_processed_event_id: 'event-2' }],
  ['GET', '/tracker/sound'],
  ['GET', '/tracker?task_id=task-of-sound'],
  ['PUT', '/tracker/sound', { status: 5 }],
];

const failures: string[] = [];
let requests = 0;

function check(what: string, seen: unknown, wanted: unknown): void {
  const [left, right] = [seen, wanted].map((value) => JSON.stringify(value));
  if (left !== right) failures.push(`${what}: ${left}, not ${right}`);
}

async function call(url: string, method: string, path: string, body?: object): Promise<Reply> {
  requests += 1;
  const headers = { authorization: 'Bearer sk-not-for-a-recording', 'content-type': 'application/json' };
  const response = await fetch(`${url}${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const value: unknown = JSON.parse(await response.text(), (key, member: unknown) => {
    if (key === 'api_key') return '***';
    return key === 'updated_at' && member !== null ? 'TIME' : member;
  });
  return [`${method} ${path}`, response.status, JSON.stringify(value)];
}

async function runClient(url: string): Promise<Reply[]> {
  const replies: Reply[] = [];
  for (const [method, path, body] of CALLS) replies.push(await call(url, method, path, body));
  return replies;
}

/** Starts the mock, calls it, and ends it. Returns what it logged. */
async function withMock(
  command: readonly string[],
  args: readonly string[],
  act: (mock: ServedMock) => Promise<void>,
): Promise<LoggedExchange[]> {
  const logged: LoggedExchange[] = [];
  const mock = await serveMock(args, {
    command,
    provoked: /is made up/,
    onExchange: (exchange) => void logged.push(exchange),
  });
  try {
    await act(mock);
  } finally {
    await mock.stop();
  }
  failures.push(...mock.complaints);
  return logged;
}

const python = installPython(
  findFile('acceptance/fastapi/requirements-newest.txt'),
  findFile('acceptance/fastapi/.venv-newest'),
  ['3.12', '3.11'],
);
const server = spawn(python, [findFile('acceptance/proxy/app.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
const [port] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
const upstream = `http://127.0.0.1:${port}`;
const parent = mkdtempSync(join(tmpdir(), 'tracker-mock-proxy-'));
const folder = join(parent, 'recorded');
try {
  let recorded: Reply[] = [];
  const kept = await withMock(['proxy', upstream], ['--record', folder], async ({ url }) => {
    recorded = await runClient(url);
  });
  check(
    'violations of the replies to a sound client',
    kept.flatMap(({ violations }) => violations.filter(isReply)),
    [],
  );

  const text = ['world.json', 'traffic.har'].map((name) => readFileSync(join(folder, name), 'utf8')).join('');
  check('a secret in the recording', text.includes('sk-not-for-a-recording'), false);
  await withMock(['serve'], ['-f', folder], async ({ url }) =>
    check('replayed offline', await runClient(url), recorded),
  );

  const broken = await withMock(['proxy', upstream], [], async ({ url }) => {
    await call(url, 'GET', '/tracker/broken');
    await call(url, 'PUT', '/tracker/moving', { last_processed_event_id: 'event-2' });
    // Each reply alone keeps the contract, so a cursor that goes back is no violation.
    check('the cursor', (await call(url, 'PUT', '/tracker/moving', { last_processed_event_id: 'event-1' }))[1], 200);
  });
  const missing = "reply body: must have required property 'created_at'";
  check(
    'violations of the defective server',
    broken.map(({ violations }) => violations),
    [[missing], [], []],
  );

  await withMock(['proxy', upstream], ['--hard'], async ({ url }) => {
    check('--hard, a reply', (await call(url, 'GET', '/tracker/broken'))[1], 502);
    check('--hard, a request', (await call(url, 'PUT', '/tracker/sound', { status: 5 }))[1], 400);
    check('--hard, a sound exchange', (await call(url, 'GET', '/tracker/sound'))[1], 200);
  });
} finally {
  server.stdin.end();
  rmSync(parent, { recursive: true, force: true });
}
printResult({ name: 'proxy', requests, differences: 0, failures });

function isReply(violation: string): boolean {
  return violation.startsWith('reply ');
}
