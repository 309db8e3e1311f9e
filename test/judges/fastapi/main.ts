import { readFileSync } from 'node:fs';
import { findFile } from '../project.ts';
import { drawSeed, printVerdict, say } from '../verdict.ts';
import { createConnection } from './connection.ts';
import type { Judge } from './judge.ts';
import { createJudge } from './judge.ts';
import type { KnownName } from './known-differences.ts';
import { KNOWN_DIFFERENCES } from './known-differences.ts';
import type { RequestKind } from './make-request.ts';
import { ALL_KINDS, listMutatedRequests, makeRequest, REVISION_KINDS } from './make-request.ts';
import { startMock } from './mock-server.ts';
import type { Oracle } from './oracle.ts';
import { startOracle } from './oracle.ts';
import { installPython } from './python.ts';
import { createRandom } from './random.ts';
import { toReport } from './report.ts';
import { makeRevision } from './revision.ts';
import { shrink } from './shrink.ts';
import type { SchemaNode } from './values.ts';
import { WORLD } from './world.ts';

/** How many differences are shrunk and printed. More of a kind say no more. */
const SHOWN = 12;

/** What a run can be narrowed to, by environment variables. */
const { KIND, REVISION, REQUESTS = '18000', REQUESTS_EACH = '450', REVISIONS = '40' } = process.env;
const FOLDER = 'test/judges/fastapi';

const seed = drawSeed();
const counts = new Map<KnownName, number>();
const statuses = new Map<number, number>();
/** The differences that nothing accounts for, by what differs. */
const reports = new Map<string, string>();
const failures: string[] = [];
let requests = 0;
let differences = 0;

const revisions = Array.from({ length: Number(REVISIONS) }, (_, index) =>
  makeRevision(index, createRandom(seed, 'revision', index)),
);
const python = installPython(findFile(`${FOLDER}/requirements.txt`), findFile(`${FOLDER}/.venv`));
const oracle = await startOracle(python, findFile(`${FOLDER}/serve.py`), { world: WORLD, revisions });
say(`FastAPI on Python ${oracle.python}, ${revisions.length} revisions`);
try {
  await judgePublished(oracle);
  for (const index of revisions.keys()) {
    if (REVISION === undefined || Number(REVISION) === index) await judgeRevision(oracle, index);
  }
} finally {
  oracle.stop();
}
for (const report of reports.values()) say(`\n${report}`);
say(
  `\nanswers: ${[...statuses]
    .toSorted(([a], [b]) => a - b)
    .map(([status, count]) => `${count} of ${status}`)
    .join(', ')}`,
);
say('known differences:');
for (const [name, reason] of Object.entries(KNOWN_DIFFERENCES)) {
  say(`  ${String(counts.get(name as KnownName) ?? 0).padStart(5)} ${name}: ${reason}`);
}
printVerdict({ judge: 'fastapi', requests, differences, failures });

async function judgePublished({ port }: Oracle): Promise<void> {
  const published = readFileSync(findFile('test/data/published/agentex.openapi.json'), 'utf8');
  const document = JSON.parse(published) as SchemaNode;
  // The oracle is a fair one if it publishes the contract itself.
  if (JSON.stringify(await fetchDocument(port, [])) !== JSON.stringify(document)) {
    failures.push('the FastAPI application does not publish the published contract');
  }
  if (REVISION === undefined) {
    await judgeContract(port, document, undefined, Number(REQUESTS), ALL_KINDS);
  }
}

async function judgeRevision({ port }: Oracle, index: number): Promise<void> {
  const document = await fetchDocument(port, [['x-judge-revision', String(index)]]);
  await judgeContract(port, document, index, Number(REQUESTS_EACH), REVISION_KINDS);
}

async function fetchDocument(port: number, headers: readonly (readonly [string, string])[]): Promise<SchemaNode> {
  const connection = createConnection(port);
  const { body } = await connection.send({
    method: 'GET',
    target: '/',
    headers: [['x-judge', 'document'], ...headers],
    body: undefined,
  });
  connection.close();
  return JSON.parse(body.toString()) as SchemaNode;
}

async function judgeContract(
  port: number,
  document: SchemaNode,
  revision: number | undefined,
  count: number,
  kinds: readonly RequestKind[],
): Promise<void> {
  const place = revision === undefined ? 'published' : `revision ${revision}`;
  let server;
  try {
    server = await startMock(document);
  } catch (error) {
    failures.push(`${place}: the mock does not take the contract that FastAPI publishes: ${String(error)}`);
    return;
  }
  const judge = createJudge({ oraclePort: port, mockPort: server.port, document, revision });
  for (let index = 0; index < count; index++) {
    const kind = (KIND as RequestKind | undefined) ?? kinds[index % kinds.length] ?? 'valid';
    await judgeOne(
      judge,
      makeRequest(kind, document, createRandom(seed, place, index)),
      `${place}, ${kind}, request ${index}`,
    );
  }
  if (revision === undefined && KIND === undefined) {
    const mutated = listMutatedRequests(createRandom(seed, place, 'mutations'));
    for (const [index, request] of mutated.entries()) await judgeOne(judge, request, `${place}, mutation ${index}`);
  }
  judge.close();
  await server.close();
}

async function judgeOne(judge: Judge, request: Parameters<Judge['judge']>[0], place: string): Promise<void> {
  const finding = await judge.judge(request);
  const { answers, difference, names, signature } = finding;
  requests += 1;
  statuses.set(answers.oracle.status, (statuses.get(answers.oracle.status) ?? 0) + 1);
  for (const name of names ?? []) counts.set(name, (counts.get(name) ?? 0) + 1);
  if (difference === undefined || names !== undefined) return;
  differences += 1;
  if (reports.has(signature) || reports.size >= SHOWN) return;
  const smallest = await shrink(request, async (smaller) => {
    const found = await judge.judge(smaller);
    return found.difference !== undefined && found.names === undefined && found.signature === signature;
  });
  reports.set(signature, toReport(await judge.judge(smallest), place));
}
