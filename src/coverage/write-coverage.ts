import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as LibCoverage from 'istanbul-lib-coverage';
import type * as LibReport from 'istanbul-lib-report';
import type * as Reports from 'istanbul-reports';
import { countCoverage } from './coverage-summary.ts';
import type { CoverageElement } from './element.ts';
import { toIstanbulData } from './istanbul-data.ts';
import { createPlaces } from './places.ts';
import type { CoverageReporter } from './reporters.ts';
import { TEXT_FILES } from './reporters.ts';
import type { Hit } from './tally.ts';

export interface CoverageRun {
  readonly elements: readonly CoverageElement[];
  readonly hits: ReadonlyMap<string, Hit>;
  /** The contract's file, by which the reports name it. */
  readonly path: string;
  readonly text: string;
}

/** Writes reports into a folder, and what covered each part of the contract into its `contract-coverage.json`. */
export function writeCoverage(
  { elements, hits, path, text }: CoverageRun,
  folder: string,
  reporters: readonly CoverageReporter[],
): void {
  writeFileSync(join(folder, 'contract-coverage.json'), `${JSON.stringify(toDetails(elements, hits), null, 2)}\n`);
  // Loaded here: a run without coverage must not pay for them.
  const load = createRequire(import.meta.url);
  const { createCoverageMap } = load('istanbul-lib-coverage') as typeof LibCoverage;
  const { createContext } = load('istanbul-lib-report') as typeof LibReport;
  const { create } = load('istanbul-reports') as typeof Reports;
  const coverageMap = createCoverageMap({ [path]: toIstanbulData(path, elements, hits, createPlaces(text)) });
  const context = createContext({ dir: folder, coverageMap, sourceFinder: () => text });
  for (const reporter of reporters) {
    const file = TEXT_FILES[reporter];
    create(reporter, file === undefined ? {} : { file }).execute(context);
  }
}

function toDetails(elements: readonly CoverageElement[], hits: ReadonlyMap<string, Hit>): object {
  const totals = countCoverage(elements, hits).map(({ kind, covered, total }) => [kind, { covered, total }]);
  return {
    totals: Object.fromEntries(totals) as object,
    elements: elements.map(({ key, kind, pointer, label }) => {
      const hit = hits.get(key);
      return { kind, label, pointer, count: hit?.count ?? 0, sessions: [...(hit?.sessions ?? [])] };
    }),
  };
}
