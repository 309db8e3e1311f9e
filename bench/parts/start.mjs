import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { runRounds } from '../harness/rounds.mjs';
import { createCostRow, createEmptyRow } from '../harness/row.mjs';
import { findFreePort, startServer } from '../harness/server.mjs';
import { toMedian, toText } from '../harness/statistic.mjs';
import { DEFAULT_WORLD, mock } from '../peers/mock.mjs';
import { bare } from '../peers/peers.mjs';

/** The idle time before a server's memory is read, in milliseconds. */
const REST = 1000;
/** A start is short and varies much, so each round has this many starts of the mock and of bare. */
const QUICK_STARTS = 3;

/** Measures the time from the start of each process to its first reply, and its memory at rest. */
export async function measureStart({ peers, rounds, folder, log }) {
  const path = `/tracker/${JSON.parse(readFileSync(DEFAULT_WORLD, 'utf8')).trackers[0].id}`;
  const entries = [];
  const figures = {};
  for (const peer of [mock, ...peers]) {
    const unavailable = peer.prepare?.();
    if (unavailable !== undefined) {
      figures[peer.key] = { failure: unavailable };
      continue;
    }
    const starts = peer === mock || peer === bare ? QUICK_STARTS : 1;
    entries.push({ name: peer.key, measure: () => startAndRest(peer, starts, { path, folder }) });
  }
  const results = await runRounds(entries, rounds, log);
  for (const [key, { samples, failure }] of results) {
    const medianOf = (name) => toMedian(samples.flatMap((sample) => sample[name]));
    figures[key] =
      failure === undefined
        ? { startMs: medianOf('startMs'), cpuMs: medianOf('cpuMs'), memory: medianOf('memory') }
        : { failure };
  }
  return { rows: toRows(figures, peers), table: toFigureTable(figures, [mock, ...peers]), figures };
}

async function startAndRest(peer, starts, { path, folder }) {
  const sample = { startMs: [], cpuMs: [], memory: [] };
  for (let start = 0; start < starts; start += 1) {
    const port = await findFreePort();
    let server;
    try {
      server = await startServer(peer.toLaunch({ port, worldFile: DEFAULT_WORLD, folder }), { port, path, folder });
    } catch (error) {
      return { void: error.message };
    }
    sample.startMs.push(server.startMs);
    sample.cpuMs.push((server.cpuSeconds() ?? Number.NaN) * 1000);
    if (start === starts - 1) {
      await sleep(REST);
      sample.memory.push(server.memory().now);
    }
    await server.stop();
  }
  return sample;
}

function toRows(figures, peers) {
  const { mock: own } = figures;
  const compare = (what, { key, title }, member, unit, most) => {
    const other = figures[key];
    const name = `${what}, against ${title}`;
    const failure = own.failure ?? other.failure;
    if (failure !== undefined) return createEmptyRow(name, failure);
    const row = createCostRow(
      name,
      own[member],
      other[member],
      unit,
      most === undefined ? undefined : { most, unit: ' ×' },
    );
    if (member !== 'startMs') return row;
    return { ...row, figure: row.figure.replace(/\)$/, `; by CPU time ${toText(own.cpuMs / other.cpuMs)} ×)`) };
  };
  const find = (key) => peers.find((peer) => peer.key === key);
  return [
    ...[
      ['bare', 2],
      ['prism', 0.2],
    ].flatMap(([key, most]) =>
      find(key) === undefined ? [] : [compare('start to first reply', find(key), 'startMs', 'ms', most)],
    ),
    ...(find('bare') === undefined ? [] : [compare('resident memory at rest', find('bare'), 'memory', 'MiB', 1.6)]),
  ];
}

function toFigureTable(figures, contestants) {
  const rows = contestants.map(({ key, title, version }) => {
    const { startMs, cpuMs, memory, failure } = figures[key];
    const cells =
      failure === undefined
        ? [toText(startMs, 'ms'), toText(cpuMs, 'ms'), toText(memory, 'MiB')]
        : [failure.split('\n')[0].slice(0, 60), '', ''];
    return [`${title} ${version}`, ...cells];
  });
  return { header: ['from process to first reply', 'time', 'CPU time', 'memory at rest'], rows };
}
