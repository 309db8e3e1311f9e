import { learnReplies } from './job.mjs';
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
export async function createLoad({ worker, server, peer, requests, seconds }) {
  const learned = await learnReplies(server.url, requests, peer);
  return async function measure() {
    const cpuBefore = server.cpuSeconds();
    const result = await worker.run({ url: server.url, requests: learned, connections: CONNECTIONS, seconds });
    const cpuAfter = server.cpuSeconds();
    const { count, wrong, errors, example, wallSeconds, generatorCpuSeconds } = result;
    if (wrong + errors > 0) return { void: example ?? `${errors} requests failed` };
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

/** The medians of the rounds of a load. */
export function toLoadFigure({ samples, failure }) {
  if (failure !== undefined) return { failure };
  const medianOf = (name) => (samples[0][name] === undefined ? undefined : toMedian(samples.map((sample) => sample[name])));
  return {
    perSecond: medianOf('perSecond'),
    cpuMicros: medianOf('cpuMicros'),
    serverShare: medianOf('serverShare'),
    generatorShare: medianOf('generatorShare'),
    disturbed: samples.filter((sample) => sample.isDisturbed).length,
  };
}
