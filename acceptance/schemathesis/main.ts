import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readNumber } from '../number-variable.ts';
import { findFile } from '../project.ts';
import { installPython } from '../python.ts';
import { drawSeed, printResult, say } from '../result.ts';
import { serveMock } from '../served-mock.ts';

/** What Schemathesis writes about a run, as far as it is read here. */
interface Report {
  readonly complete: boolean;
  readonly phases: Readonly<Record<string, { readonly status: string }>>;
  readonly operations: { readonly tested: number };
  readonly test_cases: { readonly generated: number };
  readonly failures: readonly object[];
  readonly errors: readonly object[];
  /** Kinds of warnings, such as an operation of which no request was ever accepted. */
  readonly warnings: Readonly<Record<string, readonly unknown[]>>;
}

const FOLDER = 'acceptance/schemathesis';
const PHASES = ['examples', 'coverage', 'fuzzing', 'stateful'];
/** Named one by one: Schemathesis refuses a name that it does not know, so these are on. What is left out stands in the file with its reason. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'positive_data_acceptance',
  'missing_required_header',
  'unsupported_method',
  'use_after_free',
  'ensure_resource_availability',
  'ignored_auth',
];
/** The deployed server answers 500 to what its database cannot take, such as NUL or a limit beyond 64 bits, and its contract does not say so. */
const DATABASE_CHECKS = ['not_a_server_error', 'status_code_conformance', 'positive_data_acceptance'];
const DEPLOYED_CHECKS = CHECKS.filter((check) => !DATABASE_CHECKS.includes(check));
/** The servers under test, each with the number of examples for an operation. */
const RUNS = [
  { args: [], checks: CHECKS, examples: readNumber('EXAMPLES', 2000) },
  { args: ['--profile', 'deployed'], checks: DEPLOYED_CHECKS, examples: 400 },
];
/**
 * The operations with state, and how many there are. The backend's models refuse bodies of the others that the document allows
 * (`src/operations/model-rules.ts`), which Schemathesis takes for failures.
 */
const PATHS = '^/(tracker|events)(/|$)';
const OPERATIONS = 5;

const seed = drawSeed();
const python = installPython(findFile(`${FOLDER}/requirements.txt`), findFile(`${FOLDER}/.venv`));
const reports = mkdtempSync(join(tmpdir(), 'schemathesis-'));
const failures: string[] = [];
let requests = 0;
try {
  for (const [index, { args, checks, examples }] of RUNS.entries()) {
    const name = ['serve', ...args].join(' ');
    const mock = await serveMock(args);
    say(`${name}, ${examples} examples an operation`);
    const file = join(reports, `report-${index}.json`);
    const code = await runSchemathesis(mock.url, checks, examples, file);
    await mock.stop();
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
    requests += report.test_cases.generated;
    failures.push(
      ...[...listFailures(report, code, examples), ...mock.complaints].map((failure) => `${name}: ${failure}`),
    );
  }
} finally {
  rmSync(reports, { recursive: true });
}
printResult({ name: 'schemathesis', requests, differences: 0, failures });

async function runSchemathesis(
  url: string,
  checks: readonly string[],
  examples: number,
  report: string,
): Promise<number> {
  const options = ['--checks', checks.join(','), '--phases', PHASES.join(',')];
  const operations = ['--include-path-regex', PATHS];
  const amount = ['--max-examples', String(examples), '--seed', String(seed)];
  const output = ['--continue-on-failure', '--no-color', '--report', 'json', '--report-json-path', report];
  const start = [
    '-m',
    'schemathesis.cli',
    '--config-file',
    findFile(`${FOLDER}/schemathesis.toml`),
    'run',
    `${url}/openapi.json`,
  ];
  // In a folder of its own: it keeps the examples it found in the one that it runs in.
  const child = spawn(python, [...start, ...operations, ...options, ...amount, ...output], {
    cwd: reports,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? -1;
}

function listFailures(report: Report, code: number, examples: number): string[] {
  const { complete, phases, operations, test_cases: cases, failures: found, errors, warnings } = report;
  // The other phases add to the examples of the fuzzing.
  const least = examples * OPERATIONS;
  return [
    ...(code === 0 && complete
      ? []
      : [`Schemathesis ended with code ${code}, ${complete ? 'complete' : 'before its end'}`]),
    ...(operations.tested === OPERATIONS ? [] : [`it tested ${operations.tested} operations, not ${OPERATIONS}`]),
    ...(cases.generated >= least
      ? []
      : [`it made ${cases.generated} test cases, not the ${least} of ${examples} examples an operation`]),
    // The document has no examples, so that phase has nothing to do.
    ...PHASES.filter((phase) => phases[phase]?.status !== (phase === 'examples' ? 'skip' : 'success')).map(
      (phase) => `the phase ${phase} is ${phases[phase]?.status ?? 'missing'}`,
    ),
    ...[...found, ...errors].map((entry) => JSON.stringify(entry)),
    ...Object.entries(warnings).flatMap(([kind, entries]) =>
      entries.map((entry) => `warning ${kind}: ${JSON.stringify(entry)}`),
    ),
  ];
}
