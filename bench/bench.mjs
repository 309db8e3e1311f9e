// Measures the mock against bare node:http and its peers. See `node bench/bench.mjs --help`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installPeers } from './harness/install.mjs';
import { toRowTable, toTable } from './harness/table.mjs';

const USAGE = `Usage: node bench/bench.mjs [part…] [options]

Parts (default: all but processes):
  load      requests per second and latency, against the peers
  start     process to first reply, memory at rest
  scale     worlds of up to 1,000,000 trackers
  library   createTrackerMock and mock.handle, without HTTP
  control   sessions, reset and journal
  stream    PUT with a reader of the stream of exchanges, against without
  proxy     requests that are passed on, against a reverse proxy that checks nothing
  rest      operations without state, against some with state
  processes one, two and three mocks behind nginx; needs nginx, and nine cores

Options:
  --rounds N     measured rounds (5)
  --seconds N    length of a round (2)
  --peers LIST   comma-separated peers: bare,express,fastify,openapi-validator,prism,mockoon,wiremock (all)
  --quick        three rounds of one second, to check that it runs; the figures mean little
  --profile KIND profile the mock under load instead: put, get, list, invalid or start
`;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    peers: { type: 'string' },
    quick: { type: 'boolean', default: false },
    profile: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const PARTS = {
  load: async (context) => (await import('./parts/load.mjs')).measureLoad(context),
  start: async (context) => (await import('./parts/start.mjs')).measureStart(context),
  scale: async (context) => (await import('./parts/scale.mjs')).measureScale(context),
  library: async (context) => (await import('./parts/library.mjs')).measureLibrary(context),
  control: async (context) => (await import('./parts/control.mjs')).measureControl(context),
  stream: async (context) => (await import('./parts/stream.mjs')).measureStream(context),
  proxy: async (context) => (await import('./parts/proxy.mjs')).measureProxy(context),
  rest: async (context) => (await import('./parts/rest.mjs')).measureRest(context),
  processes: async (context) => (await import('./parts/processes.mjs')).measureProcesses(context),
};

/** Measured by their names only, since most machines have too few cores for them. */
const BY_NAME = ['processes'];

process.exitCode = await main();

async function main() {
  const unknown = positionals.filter((name) => !Object.hasOwn(PARTS, name));
  if (options.help || unknown.length > 0) {
    console.error(unknown.length > 0 ? `Failed to find the part "${unknown[0]}".\n\n${USAGE}` : USAGE);
    return options.help ? 0 : 2;
  }
  installPeers();
  // Imported only after the peers are installed.
  const { peers: allPeers } = await import('./peers/peers.mjs');
  const { checkBuild } = await import('./peers/mock.mjs');
  checkBuild();

  const folder = mkdtempSync(join(tmpdir(), 'tracker-mock-bench-'));
  const chosen = options.peers?.split(',');
  const context = {
    rounds: Number(options.rounds ?? (options.quick ? 3 : 5)),
    seconds: Number(options.seconds ?? (options.quick ? 1 : 2)),
    peers: allPeers.filter(({ key }) => chosen === undefined || chosen.includes(key)),
    folder,
    log: (line) => console.error(`${new Date().toISOString().slice(11, 19)} ${line}`),
  };
  try {
    if (options.profile !== undefined) {
      const { profileMock } = await import('./parts/profile.mjs');
      console.log(await profileMock(options.profile, context));
      return 0;
    }
    const parts = {};
    const standard = Object.keys(PARTS).filter((name) => !BY_NAME.includes(name));
    for (const name of positionals.length > 0 ? positionals : standard) {
      parts[name] = await PARTS[name](context);
      console.log(`\n${toReport(name, parts[name])}`);
    }
    const file = fileURLToPath(new URL('results.json', import.meta.url));
    writeFileSync(file, `${JSON.stringify({ ...describeRun(context), parts }, undefined, 2)}\n`);
    const rows = Object.values(parts).flatMap((part) => part.rows);
    const count = (verdict) => rows.filter((row) => row.verdict === verdict).length;
    console.log(
      `\n${count('reached')} reached, ${count('NOT reached')} not reached, ${count('not measured')} not measured. All figures are in bench/results.json.`,
    );
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function toReport(name, { rows, table }) {
  const report = toRowTable(name, rows);
  return table === undefined ? report : `${report}\n\n${toTable(table.header, table.rows)}`;
}

function describeRun({ rounds, seconds }) {
  return {
    date: new Date().toISOString(),
    commit: readCommit(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu: `${cpus().length} × ${cpus()[0]?.model}`,
    loadAverage: loadavg(),
    rounds,
    seconds,
  };
}

function readCommit() {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], {
      encoding: 'utf8',
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}
