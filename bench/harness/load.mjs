import { learnReplies } from './job.mjs';
import { runRounds } from './rounds.mjs';
import { toMedian } from './statistic.mjs';

export const CONNECTIONS = 32;

/** Where neither server nor generator gets this much of a core, something else had it. */
const BUSY_SHARE = 0.8;

/**
 * What loads a server with requests for one round at a time.
 *
 * @returns `measure()` gives `{ perSecond, cpuMicros, serverShare, generatorShare, isDisturbed }` or `{ void }`: requests a second, the server's
 *   CPU time for each in microseconds, and how much of a core each side used
 */
async function createLoad({ worker, server, peer, requests, seconds, warmUpSeconds = peer.warmUpSeconds ?? 0 }) {
  const job = { url: server.url, requests: await learnReplies(server.url, requests, peer), connections: CONNECTIONS };
  // What warms the server up does not count.
  await worker.run({ ...job, seconds: Math.max(seconds, warmUpSeconds) });
  return async function measure() {
    const cpuBefore = server.cpuSeconds();
    const result = await worker.run({ ...job, seconds });
    const cpuAfter = server.cpuSeconds();
    const { count, wrong, errors, example, wallSeconds, generatorCpuSeconds } = result;
    if (wrong + errors > 0) return { void: example ?? `${errors} requests failed` };
    if (count === 0) return { void: 'no reply in the whole round' };
    const cpuSeconds = cpuAfter === undefined ? undefined : cpuAfter - cpuBefore;
    const serverShare = cpuSeconds === undefined ? undefined : cpuSeconds / wallSeconds;
    const generatorShare = generatorCpuSeconds / wallSeconds;
    return {
      perSecond: count / wallSeconds,
      cpuMicros: cpuSeconds === undefined ? undefined : (cpuSeconds / count) * 1e6,
      serverShare,
      generatorShare,
      isDisturbed: serverShare !== undefined && Math.max(serverShare, generatorShare) < BUSY_SHARE,
    };
  };
}

/**
 * Loads several servers in turn.
 *
 * @param jobs `{ name, server, peer, requests, warmUpSeconds? }`, or `{ name, failure }` for what cannot be measured
 * @returns for each name `{ perSecond, cpuMicros, serverShare, generatorShare, isDisturbed }`, the medians of the rounds, or `{ failure }`.
 *   `isDisturbed` where other work met most of the rounds.
 */
export async function measureJobs(jobs, { worker, rounds, seconds, log }) {
  const figures = {};
  const entries = [];
  for (const { name, failure, ...job } of jobs) {
    try {
      if (failure !== undefined) throw new Error(failure);
      const measure = await createLoad({ worker, seconds, ...job });
      entries.push({ name, measure });
    } catch (error) {
      figures[name] = { failure: error.message };
      log(`${name}: ${error.message}`);
    }
  }
  for (const [name, result] of await runRounds(entries, rounds, log)) figures[name] = toFigure(result);
  return figures;
}

function toFigure({ samples, failure }) {
  if (failure !== undefined) return { failure };
  const medianOf = (name) =>
    samples[0][name] === undefined ? undefined : toMedian(samples.map((sample) => sample[name]));
  return {
    perSecond: medianOf('perSecond'),
    cpuMicros: medianOf('cpuMicros'),
    serverShare: medianOf('serverShare'),
    generatorShare: medianOf('generatorShare'),
    isDisturbed: samples.filter((sample) => sample.isDisturbed).length * 2 > samples.length,
    samples,
  };
}
