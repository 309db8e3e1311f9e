/** Istanbul's reports that can be written. */
export const COVERAGE_REPORTERS = [
  'html',
  'lcov',
  'lcovonly',
  'cobertura',
  'clover',
  'json',
  'json-summary',
  'text',
  'text-summary',
] as const;

export type CoverageReporter = (typeof COVERAGE_REPORTERS)[number];

/** The files of those that Istanbul prints otherwise. */
export const TEXT_FILES: Readonly<Partial<Record<CoverageReporter, string>>> = {
  text: 'coverage.txt',
  'text-summary': 'coverage-summary.txt',
};

/** The reports that are written if none is named: one for people, and one that most services read. */
export const DEFAULT_COVERAGE_REPORTERS: readonly CoverageReporter[] = ['html', 'lcovonly'];
