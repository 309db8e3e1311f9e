import { readFileSync } from 'node:fs';
import { createInvalidUpdates, createLists, createRetrievals, createUpdates, learnReplies } from '../harness/job.mjs';
import { CONNECTIONS, measureJobs } from '../harness/load.mjs';
import { runRounds } from '../harness/rounds.mjs';
import { createCostRow, createEmptyRow, createRow, createSpeedRow } from '../harness/row.mjs';
import { findFreePort, startServer } from '../harness/server.mjs';
import { toMedian, toText } from '../harness/statistic.mjs';
import { createWorker } from '../harness/worker.mjs';
import { DEFAULT_WORLD, mock } from '../peers/mock.mjs';
import { bare } from '../peers/peers.mjs';

const INVALID = 'mock invalid PUT';

/** Measures requests per second and latency of the mock and its peers, each with the mock's default world. */
export async function measureLoad({ peers, rounds, seconds, folder, log }) {
  const { trackers } = JSON.parse(readFileSync(DEFAULT_WORLD, 'utf8'));
  const contestants = await startAll([mock, ...peers], { folder, path: `/tracker/${trackers[0].id}`, log });
  const worker = createWorker('load-worker.mjs');
  const pacer = createWorker('pace-worker.mjs');
  try {
    const kinds = {
      PUT: createUpdates(trackers),
      'GET one': createRetrievals(trackers),
      'GET list': createLists(trackers),
    };
    const figures = new Map();
    for (const [kind, requests] of Object.entries(kinds)) {
      log(`${kind}:`);
      const jobs = contestants.map((contestant) => ({
        ...contestant,
        name: `${contestant.peer.key} ${kind}`,
        requests,
      }));
      if (kind === 'PUT') jobs.push({ ...contestants[0], name: INVALID, requests: createInvalidUpdates(trackers) });
      const measured = await measureJobs(jobs, { worker, rounds, seconds, log });
      for (const [name, figure] of Object.entries(measured)) figures.set(name, figure);
    }
    const latencies = await measureLatencies(contestants, figures, kinds.PUT, { pacer, rounds, seconds, log });
    return {
      rows: toRows(contestants, figures, latencies),
      table: toFigureTable(contestants, figures, Object.keys(kinds)),
      figures: Object.fromEntries(figures),
      latencies,
      versions: Object.fromEntries(contestants.map(({ peer }) => [peer.title, peer.version])),
    };
  } finally {
    await Promise.all([worker.stop(), pacer.stop(), ...contestants.map(({ server }) => server?.stop())]);
  }
}

/** Starts each peer. A peer that cannot be started stays in the list with the reason. */
async function startAll(peers, { folder, path, log }) {
  const contestants = [];
  for (const peer of peers) {
    const unavailable = peer.prepare?.();
    if (unavailable !== undefined) {
      contestants.push({ peer, failure: unavailable });
      log(`${peer.title}: ${unavailable}`);
      continue;
    }
    const port = await findFreePort();
    const server = await startServer(peer.toLaunch({ port, worldFile: DEFAULT_WORLD, folder }), { port, path, folder });
    contestants.push({ peer, server });
    log(`${peer.title} ${peer.version} started`);
  }
  return contestants;
}

/** Measures the latency of bare and the mock at half of their peak rates, and of bare at the mock's rate. */
async function measureLatencies(contestants, figures, requests, { pacer, rounds, seconds, log }) {
  const find = (key) => contestants.find(({ peer }) => peer.key === key);
  const peaks = { mock: figures.get('mock PUT').perSecond, bare: figures.get('bare PUT')?.perSecond };
  if (peaks.mock === undefined || peaks.bare === undefined) return undefined;
  log('latency at half the peak rate:');
  const entries = [];
  for (const [name, key, peak] of [
    ['mock', 'mock', peaks.mock],
    ['bare', 'bare', peaks.bare],
    ["bare at the mock's rate", 'bare', peaks.mock],
  ]) {
    const { server, peer } = find(key);
    const learned = await learnReplies(server.url, requests, peer);
    const job = {
      url: server.url,
      requests: learned,
      connections: CONNECTIONS,
      seconds,
      warmUpSeconds: 1,
      rate: Math.round(peak / 2),
    };
    entries.push({
      name,
      async measure() {
        const result = await pacer.run(job);
        if (result.wrong > 0) return { void: result.example };
        return { ...result, rate: job.rate, isDisturbed: result.generatorLateP99 > LATE };
      },
    });
  }
  const results = await runRounds(entries, rounds * LATENCY_ROUNDS, log);
  return Object.fromEntries(
    [...results].map(([name, { samples, failure }]) => {
      const medianOf = (member) => toMedian(samples.map((sample) => sample[member]));
      return [
        name,
        failure === undefined
          ? {
              rate: samples[0].rate,
              p50: medianOf('p50'),
              p99: medianOf('p99'),
              generatorLateP99: medianOf('generatorLateP99'),
            }
          : { failure },
      ];
    }),
  );
}

/** If the generator is later than this, in milliseconds, other work had its core. Replies that arrive at once delay it by 1 ms. */
const LATE = 2;
/** Latency needs more rounds by this factor, since one stall changes the p99 of a round by several milliseconds. */
const LATENCY_ROUNDS = 3;

/** The required ratio of the mock to each peer. */
const PUT_TARGETS = { bare: 0.6, express: 3, prism: 10, mockoon: 10, wiremock: 1, 'openapi-validator': 1 };

function toRows(contestants, figures, latencies) {
  const others = contestants.slice(1).map(({ peer }) => peer);
  const compare = (kind, { key, title }, least) =>
    createSpeedRow(
      `${kind}, against ${title}`,
      figures.get(`mock ${kind}`),
      figures.get(`${key} ${kind}`),
      least === undefined ? undefined : { least, unit: ' ×' },
    );
  const rows = others.map((peer) => compare('PUT', peer, PUT_TARGETS[peer.key]));
  if (others.includes(bare)) rows.push(compare('GET one', bare, 0.65));
  if (latencies !== undefined) rows.push(...toLatencyRows(latencies));
  rows.push(
    createSpeedRow('an invalid PUT, against a valid one', figures.get(INVALID), figures.get('mock PUT'), {
      least: 0.7,
      unit: ' ×',
    }),
  );
  return rows;
}

function toLatencyRows({ mock: own, bare: limit, "bare at the mock's rate": same }) {
  const failure = own.failure ?? limit.failure ?? same.failure;
  if (failure !== undefined) return [createEmptyRow('p99 of PUT at half the peak rate, against bare', failure)];
  const cost = createCostRow('p99 of PUT at half the peak rate, against bare', own.p99, limit.p99, 'ms', {
    most: 2,
    unit: ' ×',
  });
  const value = own.p99 / same.p99;
  const rates = `${toText(own.rate)} and ${toText(limit.rate)} /s`;
  const late = Math.max(own.generatorLateP99, limit.generatorLateP99);
  const note = late > LATE ? `; disturbed: the generator was ${toText(late, 'ms')} late` : '';
  return [
    { ...cost, figure: `${cost.figure} at ${rates}${note}` },
    createRow("the same with bare at the mock's rate", {
      value,
      figure: `${toText(value)} × (${toText(own.p99)} / ${toText(same.p99)} ms)`,
    }),
  ];
}

function toFigureTable(contestants, figures, kinds) {
  const toCell = ({ perSecond, cpuMicros, failure }) =>
    failure === undefined ? `${toText(perSecond)} /s, ${toText(cpuMicros)} µs` : failure.slice(0, 40);
  const rows = contestants.map(({ peer }) => [
    `${peer.title} ${peer.version}`,
    ...kinds.map((kind) => toCell(figures.get(`${peer.key} ${kind}`))),
  ]);
  return { header: ['requests per second, CPU time each', ...kinds], rows };
}
