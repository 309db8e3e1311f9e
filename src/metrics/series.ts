import { METRIC_SERIES } from '../budgets.ts';

/** The labels of one series by name. Prometheus takes an absent label for an empty one. */
export type Labels = Readonly<Record<string, string | undefined>>;

/** The only label of the series that counts all beyond the limit, as OpenTelemetry names it. */
export const OVERFLOW_LABEL = 'otel_metric_overflow';
const OVERFLOW = { [OVERFLOW_LABEL]: 'true' } as const;

/**
 * Returns the series of a metric by their labels. Clients choose statuses and a contract has any number of operations, so their number is
 * limited: further ones share one series. A key says the same as the labels, each way.
 */
export function createSeries<Series>(
  create: (labels: Record<string, string>) => Series,
): (labels: Labels, key?: string) => Series {
  const known = new Map<string, Series>();
  let overflow: Series | undefined;
  return (labels, key = JSON.stringify(labels)) => {
    let series = known.get(key);
    if (series !== undefined) return series;
    if (known.size >= METRIC_SERIES) return (overflow ??= create(OVERFLOW));
    series = create(withoutAbsent(labels));
    known.set(key, series);
    return series;
  };
}

function withoutAbsent(labels: Labels): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
