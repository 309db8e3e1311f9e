/** How often something occurred, by labels in the order in which they are given. */
export type Counts = Readonly<Record<string, number>>;

/** Returns the samples of a metric by their labels: `{a="b"}`. */
export function readSamples(text: string, name: string): Counts {
  const counts: Record<string, number> = {};
  for (const line of text.split('\n')) {
    const [, key = '', value] = line.startsWith(name) ? (/^\w+(\{.*\})? (\S+)$/.exec(line) ?? []) : [];
    if (value !== undefined && line.slice(name.length, name.length + 1).match(/[{ ]/) !== null) {
      counts[key] = Number(value);
    }
  }
  return counts;
}

/** Returns how often each set of labels occurs. An absent label is left out, as in the text. */
export function countLabels(all: readonly Readonly<Record<string, string | undefined>>[]): Counts {
  const counts: Record<string, number> = {};
  for (const labels of all) {
    const pairs = Object.entries(labels).flatMap(([name, value]) => (value === undefined ? [] : `${name}="${value}"`));
    const key = pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** Returns a line for each set of labels whose counts differ. */
export function listDifferences(name: string, seen: Counts, wanted: Counts): string[] {
  const keys = new Set([...Object.keys(seen), ...Object.keys(wanted)]);
  return [...keys]
    .filter((key) => seen[key] !== wanted[key])
    .map((key) => `${name}${key} is ${seen[key] ?? 'absent'}, the journal has ${wanted[key] ?? 'none'}`);
}
