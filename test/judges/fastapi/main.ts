import { readFileSync } from 'node:fs';
import { Buffer } from 'node:buffer';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import type { Answers } from './compare.ts';
import { findDifference } from './compare.ts';
import { account } from './account.ts';
import { createConnection } from './connection.ts';
import { ALL_KINDS, makeRequest, REVISION_KINDS } from './make-request.ts';
import { startMock } from './mock-server.ts';
import { startOracle } from './oracle.ts';
import { installPython } from './python.ts';
import { createRandom } from './random.ts';
import { toCurl } from './raw-request.ts';
import { JUDGES } from '../project.ts';
import { makeRevision } from './revision.ts';
import { WORLD } from './world.ts';

const { values } = parseArgs({ options: { seed: { type: 'string' }, requests: { type: 'string', default: '16000' }, revisions: { type: 'string', default: '36' }, each: { type: 'string', default: '400' }, show: { type: 'string', default: '20' }, kind: { type: 'string' } } });
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
const source = new URL('fastapi/', JUDGES);
const root = new URL('../../', JUDGES);
const python = installPython(fileURLToPath(new URL('requirements.txt', source)), fileURLToPath(new URL('.venv', source)));
const revisions = Array.from({ length: Number(values.revisions) }, (_, index) => makeRevision(index, createRandom(seed, 'revision', index)));
const oracle = await startOracle(python, source, { world: WORLD, revisions });
console.log(`seed ${seed}, Python ${oracle.python}`);
const published = JSON.parse(readFileSync(new URL('test/data/published/agentex.openapi.json', root), 'utf8'));
const ask = createConnection(oracle.port);
async function doc(i: number | undefined) {
  const r = await ask.send({ method: 'GET', target: '/', headers: [['x-judge', 'document'], ...(i === undefined ? [] : [['x-judge-revision', String(i)] as const])], body: undefined });
  return JSON.parse(r.body.toString());
}
console.log('document equal', JSON.stringify(await doc(undefined)) === JSON.stringify(published), isDeepStrictEqual(await doc(undefined), published));
const started = performance.now();
const kinds = new Map<string, { n: number; examples: Answers[]; rev: number | undefined }>();
let total = 0;
let diffs = 0;
const known = new Map<string, number>();
async function judge(document: any, rev: number | undefined, count: number, kindsOf: readonly any[]) {
  const server = await startMock(document).catch((error) => { console.log('REVISION', rev, String(error)); return undefined; });
  if (!server) return;
  const a = createConnection(oracle.port);
  const b = createConnection(server.port);
  const statuses = new Map<string, number>();
  for (let i = 0; i < count; i++) {
    const kind = values.kind ?? kindsOf[i % kindsOf.length];
    const request = makeRequest(kind, document, createRandom(seed, 'request', rev ?? 'published', i));
    let answers: Answers;
    const more = rev === undefined ? [] : [['x-judge-revision', String(rev)] as const];
    const got = await Promise.allSettled([a.send(request, more), b.send(request)]);
    const none = { status: 0, headers: {}, body: Buffer.alloc(0) };
    answers = { request, oracle: got[0].status === 'fulfilled' ? got[0].value : none, mock: got[1].status === 'fulfilled' ? got[1].value : none };
    for (const r of ['oracle', 'mock'] as const) if (answers[r].headers['location']) (answers[r].headers as any).location = answers[r].headers['location']!.replace(r === 'oracle' ? a.host : b.host, 'HOST');
    total++;
    statuses.set(`${kind} ${answers.oracle.status}`, (statuses.get(`${kind} ${answers.oracle.status}`) ?? 0) + 1);
    const d = findDifference(answers);
    if (d !== undefined) {
      const verdict = request.body === undefined ? null : JSON.parse((await ask.send({ ...request, method: 'PUT', target: '/' }, [['x-judge', 'verdict'], ...more])).body.toString());
      const names = account(answers, verdict);
      if (names) { for (const n of names) known.set(n, (known.get(n) ?? 0) + 1); continue; }
      (answers as any).verdict = verdict;
      diffs++;
      let key = `${kind} ${d}`;
      if (d === 'body of a 422') {
        try {
        const x = JSON.parse(answers.oracle.body.toString()).detail; const y = JSON.parse(answers.mock.body.toString()).detail;
        const k = x.findIndex((e: any, n: number) => !isDeepStrictEqual(e, y[n]));
        key += ` ${x[k]?.type} ${x[k]?.ctx?.error ?? ''} / ${y[k < 0 ? x.length : k]?.type}`; } catch (e) { key += ' ?'; }
      }
      const entry = kinds.get(key) ?? { n: 0, examples: [], rev };
      entry.n++;
      entry.examples.push(answers);
      kinds.set(key, entry);
    }
  }
  if (rev === undefined) console.log([...statuses].sort().map(([k, n]) => `${k}: ${n}`).join(', '));
  a.close(); b.close();
  await server.close();
}
await judge(published, undefined, Number(values.requests), ALL_KINDS);
for (const i of revisions.keys()) await judge(await doc(i), i, Number(values.each), REVISION_KINDS);
console.log(known);
console.log(total, 'requests', diffs, 'differences', ((performance.now() - started) / 1000).toFixed(1), 's');
const s = (r: any) => `${r.status} ${r.body.length > 0 && r.status < 500 ? '' : JSON.stringify(r.headers)} ${r.body.toString().slice(0, 500)}`;
for (const [key, { n, examples, rev }] of [...kinds].sort((a, b) => b[1].n - a[1].n).slice(0, Number(values.show))) {
  const e = examples.sort((x, y) => (x.request.body?.length ?? 0) + x.request.target.length - (y.request.body?.length ?? 0) - y.request.target.length)[0]!;
  console.log(`\n## ${key}: ${n} (revision ${rev})\n${toCurl(e.request).slice(0, 600)}\n  oracle ${s(e.oracle)}\n  mock   ${s(e.mock)}\n strict ${JSON.stringify((e as any).verdict?.strict)?.slice(0, 800)}`);
}
ask.close();
oracle.stop();
