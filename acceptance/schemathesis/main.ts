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
/** Named one by one, since Schemathesis refuses unknown names: so all of these run. The file says which are left out, and why. */
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
/** The backend's models convert values, and have rules that the contract does not publish: `hooks.py` has these checks for both. */
const REST_CHECKS = new Map([
  ['negative_data_rejection', 'lax_negative_data_rejection'],
  ['positive_data_acceptance', 'model_positive_data_acceptance'],
]);

/** A run against a mock of its own. */
interface Run {
  /** What the mock is started with. */
  readonly args: readonly string[];
  /** What selects the operations: options of Schemathesis. */
  readonly selection: readonly string[];
  /** How many operations these are. */
  readonly operations: number;
  readonly phases: readonly string[];
  readonly checks: readonly string[];
  /** The number of examples for an operation. */
  readonly examples: number;
  /** Kinds of warnings that are no failures. */
  readonly accepted?: readonly string[];
}

const STATE_PATHS = '^/(tracker|events)(/|$)';
const WITH_STATE = { selection: ['--include-path-regex', STATE_PATHS], operations: 5, phases: PHASES };
/** All others but the streams, which only a real server can send: the mock answers 501. */
const WITHOUT_STATE = {
  selection: ['--exclude-path-regex', `${STATE_PATHS}|/stream$`],
  operations: 85,
  // Their replies are samples, so that what was deleted can still be read.
  phases: PHASES.filter((phase) => phase !== 'stateful'),
  // Of some operations most requests are refused, since few bodies have the tag of a message, or keep the rules across members, by chance.
  accepted: ['validation_mismatch'],
};
/** A run that makes fewer of the requests that it should has not tested enough. */
const LEAST_SHARE = 0.8;
const RUNS: readonly Run[] = [
  { ...WITH_STATE, args: [], checks: CHECKS, examples: readNumber('EXAMPLES', 2000) },
  {
    ...WITH_STATE,
    args: ['--profile', 'deployed'],
    checks: DEPLOYED_CHECKS,
    examples: readNumber('DEPLOYED_EXAMPLES', 400),
  },
  {
    ...WITHOUT_STATE,
    args: [],
    checks: CHECKS.map((check) => REST_CHECKS.get(check) ?? check),
    examples: readNumber('REST_EXAMPLES', 500),
  },
];

const seed = drawSeed();
const python = installPython(findFile(`${FOLDER}/requirements.txt`), findFile(`${FOLDER}/.venv`));
const reports = mkdtempSync(join(tmpdir(), 'schemathesis-'));
const failures: string[] = [];
let requests = 0;
try {
  for (const [index, run] of RUNS.entries()) {
    const { args, operations, examples } = run;
    const name = `${['serve', ...args].join(' ')}, ${operations} operations`;
    const mock = await serveMock(args);
    say(`${name}, ${examples} examples each`);
    const file = join(reports, `report-${index}.json`);
    const code = await runSchemathesis(mock.url, run, file);
    await mock.stop();
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
    requests += report.test_cases.generated;
    failures.push(...[...listFailures(report, code, run), ...mock.complaints].map((failure) => `${name}: ${failure}`));
  }
} finally {
  rmSync(reports, { recursive: true });
}
printResult({ name: 'schemathesis', requests, differences: 0, failures });

async function runSchemathesis(
  url: string,
  { selection, phases, checks, examples }: Run,
  report: string,
): Promise<number> {
  const options = ['--checks', checks.join(','), '--phases', phases.join(',')];
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
  const child = spawn(python, [...start, ...selection, ...options, ...amount, ...output], {
    cwd: reports,
    env: { ...process.env, SCHEMATHESIS_HOOKS: findFile(`${FOLDER}/hooks.py`) },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? -1;
}

function listFailures(report: Report, code: number, run: Run): string[] {
  const { complete, phases, operations, test_cases: cases, failures: found, errors, warnings } = report;
  // The other phases add to the examples of the fuzzing, and some operations have few different requests.
  const least = Math.floor(run.examples * run.operations * LEAST_SHARE);
  return [
    ...(code === 0 && complete
      ? []
      : [`Schemathesis ended with code ${code}, ${complete ? 'complete' : 'before its end'}`]),
    ...(operations.tested === run.operations
      ? []
      : [`it tested ${operations.tested} operations, not ${run.operations}`]),
    ...(cases.generated >= least
      ? []
      : [`it made ${cases.generated} test cases, not ${least} at least with ${run.examples} examples an operation`]),
    // Few operations have examples in the document, so that this phase may have nothing to do.
    ...run.phases
      .filter(
        (phase) => phases[phase]?.status !== 'success' && !(phase === 'examples' && phases[phase]?.status === 'skip'),
      )
      .map((phase) => `the phase ${phase} is ${phases[phase]?.status ?? 'missing'}`),
    ...[...found, ...errors].map((entry) => JSON.stringify(entry)),
    ...Object.entries(warnings).flatMap(([kind, entries]) =>
      (run.accepted?.includes(kind) === true ? [] : entries).map(
        (entry) => `warning ${kind}: ${JSON.stringify(entry)}`,
      ),
    ),
  ];
}
