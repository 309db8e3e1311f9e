import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readNumber } from '../number-variable.ts';
import { findFile } from '../project.ts';
import { installPython } from '../python.ts';
import type { Random } from '../random.ts';
import { createRandom } from '../random.ts';
import { drawSeed, printResult, say } from '../result.ts';
import { checkCurl } from './check-curl.ts';
import type { Comparison } from './comparison.ts';
import { createComparison } from './comparison.ts';
import type { RequestKind } from './make-request.ts';
import { ALL_KINDS, DEPLOYED_KINDS, listMutatedRequests, makeRequest, REVISION_KINDS } from './make-request.ts';
import { startMock } from './mock-server.ts';
import type { Oracle } from './oracle.ts';
import { startOracle } from './oracle.ts';
import type { PublishedContract } from './published-document.ts';
import { fetchDocument, isTrackerPart } from './published-document.ts';
import type { RawRequest } from './raw-request.ts';
import { toReport } from './report.ts';
import { PLAIN_SHAPE } from './revision-shape.ts';
import type { Revision } from './revision.ts';
import { makeRevision } from './revision.ts';
import { shrink } from './shrink.ts';
import { createTally, isUnaccounted } from './tally.ts';
import type { SchemaNode } from './values.ts';
import type { IdKind } from './world.ts';
import { ID_SPELLINGS, TRACKER_ID, WORLDS } from './world.ts';

/** How many differences are shrunk and printed. More of a kind say no more. */
const SHOWN = 12;

/** What a run can be narrowed to, by environment variables. */
const { KIND, REVISION, REQUESTS, REQUESTS_EACH, REVISIONS } = process.env;
const isWhole = [KIND, REVISION, REQUESTS, REQUESTS_EACH, REVISIONS].every((variable) => variable === undefined);
/** What a run that is not narrowed has at the least. */
const LEAST = { requests: 20_000, requestsEach: 700, revisions: 60 };
/** The only revision to compare; undefined for all. */
const ONLY = REVISION === undefined ? undefined : readNumber('REVISION', 0, { least: 0 });
const FOLDER = 'acceptance/fastapi';
/** The versions with the same JSON messages; those of 3.13 differ. */
const PYTHON_VERSIONS = ['3.12', '3.11'];

/** One contract and the requests to compare it with. */
interface Subject {
  readonly place: string;
  /** The revision's number; undefined for the published contract. */
  readonly revision: number | 'deployed' | undefined;
  /** What the ids of trackers are. */
  readonly id: IdKind;
  /** What FastAPI publishes. */
  readonly document: SchemaNode;
  /** The mock's profile. @default 'contract' */
  readonly profile?: 'deployed';
  /** What the mock is given to serve, as text; undefined for the contract that comes with it. */
  readonly contract: string | undefined;
  readonly requests: Iterable<readonly [kind: string, request: RawRequest]>;
}

const seed = drawSeed();
const tally = createTally();
/** The differences that nothing accounts for, by what differs. */
const reports = new Map<string, string>();
const failures: string[] = await checkCurl();

const revisions = Array.from({ length: readNumber('REVISIONS', LEAST.revisions) }, (_, index) =>
  makeRevision(index, createRandom(seed, 'revision', index)),
);
const folder = mkdtempSync(join(tmpdir(), 'fastapi-'));
try {
  // The embedded contract is the backend's, so its answers are those of the packages that the backend locks.
  await withOracle('backend', [], comparePublished);
  await withOracle('newest', revisions, async (oracle) => {
    for (const index of revisions.keys()) {
      if (ONLY === undefined || ONLY === index) await compareRevision(oracle, index);
    }
  });
} finally {
  rmSync(folder, { recursive: true });
}
for (const text of reports.values()) say(`\n${text}`);
tally.say(isWhole);
printResult({ name: 'fastapi', requests: tally.requests, differences: tally.differences, failures });

/** Runs FastAPI in the versions of a requirements file while a comparison lasts. */
async function withOracle(
  packages: 'backend' | 'newest',
  served: readonly Revision[],
  compare: (oracle: Oracle) => Promise<void>,
): Promise<void> {
  const requirements = findFile(`${FOLDER}/requirements-${packages}.txt`);
  const python = installPython(requirements, findFile(`${FOLDER}/.venv-${packages}`), PYTHON_VERSIONS);
  const oracle = await startOracle(python, findFile(`${FOLDER}/serve.py`), { worlds: WORLDS, revisions: served });
  say(`FastAPI ${oracle.fastapi}, pydantic ${oracle.pydantic} on Python ${oracle.python}, ${served.length} revisions`);
  try {
    await compare(oracle);
  } finally {
    oracle.stop();
  }
}

/** The contract that comes with the mock, which adds answers that the published one leaves out; then the published one itself. */
async function comparePublished({ port }: Oracle): Promise<void> {
  const published = readFileSync(findFile('test/data/published/agentex.openapi.json'), 'utf8');
  const { text, document } = await fetchDocument(port, undefined);
  // The oracle is a fair one if it publishes the contract's trackers themselves.
  if (!isTrackerPart(document, JSON.parse(published) as PublishedContract)) {
    failures.push('the FastAPI application does not publish the published contract');
  }
  if (REVISION !== undefined) return;
  const draw = (place: string, count: number): Subject['requests'] =>
    drawRequests({ place, document, kinds: ALL_KINDS, count, withMutations: true });
  const subject = { revision: undefined, id: 'str' as const, document };
  await compareSubject(port, {
    ...subject,
    place: 'published',
    contract: undefined,
    requests: draw('published', readNumber('REQUESTS', LEAST.requests)),
  });
  if (isWhole && tally.requests < LEAST.requests) {
    failures.push(`the published contract got ${tally.requests} requests, not ${LEAST.requests}`);
  }
  await compareSubject(port, {
    ...subject,
    place: 'published, deployed',
    revision: 'deployed',
    profile: 'deployed',
    contract: undefined,
    requests: drawRequests({
      place: 'published, deployed',
      document,
      kinds: DEPLOYED_KINDS,
      count: readNumber('REQUESTS', LEAST.requests) / 2,
      withMutations: true,
    }),
  });
  await compareSubject(port, {
    ...subject,
    place: 'published as --contract',
    contract: text,
    requests: draw('published as --contract', readNumber('REQUESTS_EACH', LEAST.requestsEach)),
  });
}

async function compareRevision({ port }: Oracle, revision: number): Promise<void> {
  const { text, document } = await fetchDocument(port, revision);
  const place = `revision ${revision}`;
  const count = readNumber('REQUESTS_EACH', LEAST.requestsEach);
  const { id, status: success } = revisions[revision]?.shape ?? PLAIN_SHAPE;
  const requests = drawRequests({ place, document, kinds: REVISION_KINDS, count, withMutations: false, id });
  const statuses = await compareSubject(port, { place, revision, id, document, contract: text, requests });
  if (!isWhole) return;
  // Otherwise the comparison would cover only what is accepted, or only what is refused.
  for (const status of [success, 422]) {
    if (!statuses.has(status)) failures.push(`${place}: FastAPI never answered ${status}`);
  }
}

interface Draw {
  readonly place: string;
  readonly document: SchemaNode;
  readonly kinds: readonly RequestKind[];
  readonly count: number;
  readonly withMutations: boolean;
  /** @default 'str' */
  readonly id?: IdKind;
}

function* drawRequests({ place, document, kinds, count, withMutations, id = 'str' }: Draw): Subject['requests'] {
  for (let index = 0; index < count; index++) {
    const kind = (KIND as RequestKind | undefined) ?? kinds[index % kinds.length] ?? 'valid';
    const random = createRandom(seed, place, index);
    const request = makeRequest(kind, document, random);
    yield [`${kind}, request ${index}`, { ...request, target: withSpelledId(request.target, id, random) }];
  }
  if (!withMutations || KIND !== undefined) return;
  const mutated = listMutatedRequests(createRandom(seed, place, 'mutations'));
  for (const [index, request] of mutated.entries()) yield [`mutation ${index}`, request];
}

/** Puts an id of the kind in the place of the published contract's, most often in its plain spelling. */
function withSpelledId(target: string, id: IdKind, random: Random): string {
  const [plain = '', ...others] = ID_SPELLINGS[id];
  const spelled = others.length > 0 && random.chance(0.15) ? random.pick(others) : plain;
  return target.replace(new RegExp(`(?<=/tracker/)${TRACKER_ID}(?=$|[/?])`), () => spelled);
}

/** Returns the statuses of FastAPI's answers to updates. */
async function compareSubject(port: number, subject: Subject): Promise<ReadonlySet<number>> {
  const { place, revision, id, document, contract, requests, profile } = subject;
  const statuses = new Set<number>();
  let mock;
  try {
    mock = await startMock(folder, { world: WORLDS[id], contract, profile });
  } catch (error) {
    failures.push(`${place}: the mock does not take the contract that FastAPI publishes: ${String(error)}`);
    return statuses;
  }
  const served = JSON.parse(contract ?? readFileSync(findFile('openapi.json'), 'utf8')) as SchemaNode;
  const contracts = { published: document, served };
  const comparison = createComparison({ oraclePort: port, mockPort: mock.port, contracts, revision });
  for (const [kind, request] of requests) {
    const finding = await comparison.compare(request);
    tally.add(finding);
    if (request.method === 'PUT') statuses.add(finding.answers.oracle.status);
    if (isUnaccounted(finding)) await report(comparison, finding, `${place}, ${kind}`);
  }
  comparison.close();
  await mock.stop();
  failures.push(...mock.complaints.map((complaint) => `${place}: ${complaint}`));
  return statuses;
}

/** Keeps the smallest request that shows the difference, unless there are enough. */
async function report(
  comparison: Comparison,
  { answers, signature }: Awaited<ReturnType<Comparison['compare']>>,
  place: string,
): Promise<void> {
  if (reports.has(signature) || reports.size >= SHOWN) return;
  const smallest = await shrink(answers.request, async (smaller) => {
    const found = await comparison.compare(smaller);
    return isUnaccounted(found) && found.signature === signature;
  });
  reports.set(signature, toReport(await comparison.compare(smallest), place));
}
