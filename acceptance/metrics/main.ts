import { readNumber } from '../number-variable.ts';
import { createRandom } from '../random.ts';
import { drawSeed, printResult, say } from '../result.ts';
import { runAgainst } from '../run-against.ts';
import { serveMock } from '../served-mock.ts';
import { checkMetrics, findPromtool } from './promtool.ts';
import { countLabels, listDifferences, readSamples } from './samples.ts';

const REQUESTS = readNumber('METRICS_REQUESTS', 10_000);
const CLIENTS = 16;
const SESSIONS = 20;
const JSON_TYPE = { 'content-type': 'application/json' };

interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The members of the journal's records that are read here. */
interface RecordedExchange {
  readonly method: string;
  readonly operation: string | null;
  readonly reply: { readonly status: number | null };
  readonly override: { readonly stub?: string; readonly fault?: string } | null;
}

interface RecordedViolation {
  readonly operation: string | null;
  readonly side: string;
  readonly rule: string;
}

/** What clients do, well and badly. */
const MIX: readonly ((id: string) => SentRequest)[] = [
  () => ({ method: 'GET', path: '/tracker?limit=1' }),
  (id) => ({ method: 'GET', path: `/tracker/${id}` }),
  (id) => ({ method: 'PUT', path: `/tracker/${id}`, body: '{"status":"DONE"}' }),
  (id) => ({ method: 'PUT', path: `/tracker/${id}`, body: '{"status":1,"status_reason":[]}' }),
  (id) => ({ method: 'PUT', path: `/tracker/${id}`, body: '{"status":' }),
  () => ({ method: 'GET', path: '/tracker?limit=0&page_number=x' }),
  () => ({ method: 'GET', path: '/tracker?limit=0', headers: { prefer: 'allow-violations' } }),
  () => ({ method: 'GET', path: '/tracker', headers: { prefer: 'code=422' } }),
  () => ({ method: 'GET', path: '/tracker', headers: { prefer: 'fault=connection-reset-by-peer' } }),
  () => ({ method: 'GET', path: '/events?task_id=t&agent_id=a', headers: { prefer: 'delay=5' } }),
  () => ({ method: 'POST', path: '/tasks' }),
  () => ({ method: 'GET', path: '/agents' }),
  () => ({ method: 'GET', path: '/healthz' }),
  () => ({ method: 'HEAD', path: '/' }),
  (id) => ({ method: 'GET', path: `/nowhere/${id}` }),
  (id) => ({ method: 'PROPFIND', path: `/tracker/${id}` }),
];

const seed = drawSeed();
const random = createRandom(seed, 'metrics');
const failures: string[] = [];
let differences: string[] = [];
let sent = 0;

const promtool = findPromtool();
const mock = await serveMock(['--metrics', '--journal-size', String(REQUESTS)]);
const { url } = mock;
await runAgainst(mock, failures, async () => {
  const body = JSON.stringify({ match: { path: '/agents' }, times: 50, reply: { status: 503 } });
  for (const name of ['s-0', 's-1']) await call('POST', `/__session/${name}/__admin/stubs`, JSON_TYPE, body);
  await Promise.all(Array.from({ length: CLIENTS }, async () => sendMix()));
  await compare();
});
for (const difference of differences) say(`DIFFERENCE ${difference}`);
printResult({ name: 'metrics', requests: sent, differences: differences.length, failures });

async function sendMix(): Promise<void> {
  while (sent < REQUESTS) {
    sent += 1;
    const id = `4a1f3f0e-${random.below(50)}`;
    const { method, path, body, headers } = random.pick(MIX)(id);
    const session = random.below(SESSIONS);
    const all = { 'x-mock-session': `s-${session}`, ...(body === undefined ? {} : JSON_TYPE), ...headers };
    // A reset connection is what was asked for.
    await call(method, path, all, body).catch(() => {});
  }
}

async function call(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body?: string,
): Promise<string> {
  const response = await fetch(url + path, { method, headers, ...(body !== undefined && { body }) });
  return response.text();
}

async function compare(): Promise<void> {
  const text = await call('GET', '/metrics');
  const finding = checkMetrics(promtool, text);
  if (finding !== undefined) failures.push(`promtool check metrics: ${finding}`);

  const { sessions } = await getJson<{ sessions: { name: string; trackers: number }[] }>('/__admin/sessions');
  const exchanges: RecordedExchange[] = [];
  const violations: RecordedViolation[] = [];
  for (const { name } of sessions) {
    const base = `/__session/${name}/__admin`;
    exchanges.push(...(await getJson<{ requests: RecordedExchange[] }>(`${base}/requests`)).requests);
    violations.push(...(await getJson<{ violations: RecordedViolation[] }>(`${base}/violations`)).violations);
  }
  if (exchanges.length !== sent) failures.push(`the journals have ${exchanges.length} of ${sent} exchanges`);
  const expected = {
    http_server_request_duration_seconds_count: exchanges.map(toRequestLabels),
    tracker_mock_violations_total: violations.map(({ operation, side, rule }) => ({
      operation: operation ?? undefined,
      side,
      rule,
    })),
    tracker_mock_stubs_applied_total: exchanges
      .filter(({ override }) => override?.stub !== undefined)
      .map(({ operation }) => ({ operation: operation ?? undefined })),
    tracker_mock_sessions: sessions.map(() => ({})),
    tracker_mock_trackers: sessions.flatMap(({ trackers }) => Array.from({ length: trackers }, () => ({}))),
  };
  differences = Object.entries(expected).flatMap(([name, labels]) => {
    if (labels.length === 0) failures.push(`the requests led to nothing that ${name} counts`);
    return listDifferences(name, readSamples(text, name), countLabels(labels));
  });
  const active = readSamples(text, 'http_server_active_requests');
  if (Object.values(active).some((count) => count !== 0)) failures.push(`still active: ${JSON.stringify(active)}`);
}

function toRequestLabels({ method, operation, reply, override }: RecordedExchange): Record<string, string | undefined> {
  return {
    http_request_method: method === 'PROPFIND' ? '_OTHER' : method,
    http_route: operation?.split(' ')[1],
    ...(reply.status === null ? { error_type: override?.fault } : { http_response_status_code: String(reply.status) }),
  };
}

async function getJson<T>(path: string): Promise<T> {
  return JSON.parse(await call('GET', path)) as T;
}
