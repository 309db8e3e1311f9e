import type { Histogram, Registry } from 'prom-client';

/** What a histogram is called, and where its buckets end, in seconds. */
export interface DurationHistogramOptions {
  readonly name: string;
  readonly help: string;
  /** Ascending. */
  readonly bounds: readonly number[];
}

/** The durations with the same labels. */
export interface DurationSeries {
  /** @param seconds how long something took */
  observe(seconds: number): void;
}

interface SeriesCounts {
  readonly labels: Readonly<Record<string, string>>;
  /** How many durations are in each bucket, and not in one below it. */
  readonly counts: number[];
  count: number;
  sum: number;
}

/**
 * Registers a histogram that counts each duration itself. One of prom-client checks the labels and makes a key of them for each value, which
 * takes 3 µs, a tenth of a PUT.
 *
 * @returns a function that adds a series
 */
export function createDurationHistogram(
  registry: Registry,
  { name, help, bounds }: DurationHistogramOptions,
): (labels: Readonly<Record<string, string>>) => DurationSeries {
  const all: SeriesCounts[] = [];
  const toValues = ({ labels, counts, count, sum }: SeriesCounts): object[] => {
    let total = 0;
    const buckets = bounds.map((le, index) => {
      total += counts[index] ?? 0;
      return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: total };
    });
    return [
      ...buckets,
      { metricName: `${name}_bucket`, labels: { le: '+Inf', ...labels }, value: count },
      { metricName: `${name}_sum`, labels, value: sum },
      { metricName: `${name}_count`, labels, value: count },
    ];
  };
  const metric = {
    name,
    get: () => Promise.resolve({ name, help, type: 'histogram', values: all.flatMap(toValues) }),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- prom-client's types name its own classes, but its registry only reads name and get()
  registry.registerMetric(metric as unknown as Histogram);

  return (labels) => {
    const series: SeriesCounts = { labels, counts: bounds.map(() => 0), count: 0, sum: 0 };
    all.push(series);
    return {
      observe(seconds) {
        let index = 0;
        while (seconds > (bounds[index] ?? Number.POSITIVE_INFINITY)) index += 1;
        if (index < bounds.length) series.counts[index] = (series.counts[index] ?? 0) + 1;
        series.count += 1;
        series.sum += seconds;
      },
    };
  };
}
