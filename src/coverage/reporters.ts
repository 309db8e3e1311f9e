/** Istanbul's reports that can be written, and a file for those that Istanbul prints otherwise. */
export const REPORT_FILES = {
  html: undefined,
  lcov: undefined,
  lcovonly: undefined,
  cobertura: undefined,
  clover: undefined,
  json: undefined,
  'json-summary': undefined,
  text: 'coverage.txt',
  'text-summary': 'coverage-summary.txt',
} as const;

export type CoverageReporter = keyof typeof REPORT_FILES;

export const COVERAGE_REPORTERS: readonly CoverageReporter[] = [
  'html',
  'lcov',
  'lcovonly',
  'cobertura',
  'clover',
  'json',
  'json-summary',
  'text',
  'text-summary',
];

/** The reports that are written if none is named: one for people, and one that most services read. */
export const DEFAULT_COVERAGE_REPORTERS: readonly CoverageReporter[] = ['html', 'lcovonly'];
