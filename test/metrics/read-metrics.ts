/** The samples of a text in Prometheus's format: name and labels, and the value. */
export type Samples = ReadonlyMap<string, number>;

export function readMetrics(text: string): Samples {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line): [string, number] => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}

export async function fetchMetrics(url: string): Promise<Samples> {
  return readMetrics(await (await fetch(`${url}/metrics`)).text());
}

/** Returns the samples of one metric by their labels, as in the text. */
export function samplesOf(samples: Samples, name: string): Record<string, number> {
  const found = [...samples].filter(([key]) => key === name || key.startsWith(`${name}{`));
  return Object.fromEntries(found.map(([key, value]) => [key.slice(name.length), value]));
}
