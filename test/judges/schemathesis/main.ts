import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFile } from '../project.ts';
import { installPython } from '../python.ts';
import { serveMock } from '../served-mock.ts';
import { drawSeed, printVerdict, say } from '../verdict.ts';

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

const FOLDER = 'test/judges/schemathesis';
/** The servers it judges, each with how many examples it makes for an operation. */
const RUNS = [
  { args: [], examples: Number(process.env['EXAMPLES'] ?? 2000) },
  { args: ['--errors', 'deployed', '--events', 'strict'], examples: 400 },
];
const PHASES = ['examples', 'coverage', 'fuzzing', 'stateful'];

const seed = drawSeed();
const python = installPython(findFile(`${FOLDER}/requirements.txt`), findFile(`${FOLDER}/.venv`));
const reports = mkdtempSync(join(tmpdir(), 'schemathesis-'));
const failures: string[] = [];
let requests = 0;
try {
  for (const { args, examples } of RUNS) {
    const name = ['serve', ...args].join(' ');
    const mock = await serveMock(args);
    say(`${name}, ${examples} examples an operation`);
    const file = join(reports, 'report.json');
    const code = await runSchemathesis(mock.url, examples, file);
    await mock.stop();
    const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
    requests += report.test_cases.generated;
    failures.push(...[...listFailures(report, code), ...mock.complaints].map((failure) => `${name}: ${failure}`));
  }
} finally {
  rmSync(reports, { recursive: true });
}
printVerdict({ judge: 'schemathesis', requests, differences: 0, failures });

async function runSchemathesis(url: string, examples: number, report: string): Promise<number> {
  // Without `--checks`: all of them are on then, and the file can switch one off.
  const options = ['--phases', PHASES.join(','), '--max-examples', String(examples), '--seed', String(seed)];
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
  const child = spawn(python, [...start, ...options, ...output], {
    cwd: reports,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? -1;
}

function listFailures(
  { complete, phases, operations, failures: found, errors, warnings }: Report,
  code: number,
): string[] {
  return [
    ...(code === 0 && complete
      ? []
      : [`Schemathesis ended with code ${code}, ${complete ? 'complete' : 'before its end'}`]),
    ...(operations.tested === 3 ? [] : [`it tested ${operations.tested} operations, not 3`]),
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
