import { learnReplies } from './job.mjs';
import { runRounds } from './rounds.mjs';
import { toMedian } from './statistic.mjs';

export const CONNECTIONS = 32;

/** If neither server nor generator uses this much of a core, other work disturbed the round. */
const BUSY_SHARE = 0.8;

/**
 * Warms a server up and returns a function that loads it for one round.
 *
 * @returns `measure()`, which returns `{ perSecond, cpuMicros, serverShare, generatorShare, isDisturbed }` or `{ void }`: requests per second,
 *   the server's CPU time per request in microseconds, and how much of a core each side used
 */
async function createLoad({ worker, server, peer, requests, seconds, warmUpSeconds = peer.warmUpSeconds ?? 0 }) {
  const job = { url: server.url, requests: await learnReplies(server.url, requests, peer), connections: CONNECTIONS };
  // The warm-up does not count.
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
 * @param jobs `{ name, server, peer, requests, warmUpSeconds? }`, or `{ name, failure }` if it cannot be measured
 * @returns for each name the medians of the rounds, `{ perSecond, cpuMicros, serverShare, generatorShare, isDisturbed }`, or `{ failure }`.
 *   `isDisturbed` is true if other work disturbed most of the rounds.
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
