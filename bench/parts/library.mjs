import { createRow } from '../harness/row.mjs';
import { toMedian, toText } from '../harness/statistic.mjs';
import { createWorker } from '../harness/worker.mjs';
import { LIBRARY } from '../peers/mock.mjs';

/** Measures the mock as a library, in a separate process: creating a mock to its first reply, and exchanges per second through `handle`. */
export async function measureLibrary({ rounds, seconds, log }) {
  log('in the library:');
  const worker = createWorker('library-worker.mjs');
  try {
    const result = await worker.run({ library: LIBRARY, rounds, seconds });
    const { firstMs, nextMs, exchanges } = result;
    const medians = Object.fromEntries(Object.entries(exchanges).map(([kind, samples]) => [kind, toMedian(samples)]));
    const toFigure = (kind) => `${toText(medians[kind])} /s`;
    return {
      rows: [
        createRow('createTrackerMock to first reply, after the first', {
          value: toMedian(nextMs),
          figure: `${toText(toMedian(nextMs), 'ms')} (the first in the process ${toText(firstMs, 'ms')})`,
          target: { most: 5, unit: ' ms' },
        }),
        createRow('PUT through mock.handle, per second of one core', {
          value: medians.PUT,
          figure: toFigure('PUT'),
          target: { least: 150_000, unit: ' /s' },
        }),
        createRow('GET one through mock.handle', { value: medians.GET, figure: toFigure('GET') }),
        createRow('GET list of the default world through mock.handle', {
          value: medians.list,
          figure: toFigure('list'),
        }),
        createRow('an invalid PUT through mock.handle', { value: medians.invalid, figure: toFigure('invalid') }),
      ],
      figures: { firstMs, nextMs: toMedian(nextMs), exchanges: medians },
    };
  } finally {
    await worker.stop();
  }
}
