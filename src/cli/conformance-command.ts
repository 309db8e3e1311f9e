import { Command, Option } from 'commander';
import { startServer } from '../http/server.ts';
import { prepareMock } from '../node/create-tracker-mock.ts';
import { EMBEDDED_CONTRACT } from '../node/embedded-contract.ts';
import { contractOption, fileSizeOption, fixturesOption } from './options.ts';
import type { ExitCode, Output } from './output.ts';
import { createProgress } from './progress.ts';

export interface ConformanceOptions {
  readonly contract?: string;
  readonly fixtures?: readonly string[];
  /** In bytes. */
  readonly maxFileSize: number;
  /** Globs. None selects all operations. */
  readonly operations: readonly string[];
}

const EXAMPLES = `
Needs Prism 5.14 to 5.16: npm install --save-dev @stoplight/prism-cli@5.14.2
Compares all 92 operations in about a minute; --operations '*/tracker*' takes seconds.

Exits with code 0 if every reply keeps the contract and every difference is a known one, 1 if not, and 2 if it cannot run.`;

export function createConformanceCommand(run: (options: ConformanceOptions) => Promise<void>): Command {
  return new Command('conformance')
    .description('send generated requests through the mock and through Prism, and compare')
    .addOption(contractOption())
    .addOption(fixturesOption())
    .addOption(fileSizeOption())
    .addOption(
      new Option(
        '--operations <globs>',
        "only these operations, such as 'GET /tracker*'; separated by commas, repeatable",
      )
        .default([], 'all')
        .argParser((text: string, before: readonly string[]) => [
          ...before,
          ...text.split(',').map((glob) => glob.trim()),
        ])
        .env('TRACKER_MOCK_OPERATIONS'),
    )
    .addHelpText('after', EXAMPLES)
    .action(run);
}

/**
 * Drives generated requests through the mock, alone and behind Prism, and prints what each makes of them.
 *
 * @throws {MockError} if the mock cannot start, or Prism is not installed
 */
export async function conformance(options: ConformanceOptions, output: Output): Promise<ExitCode> {
  const { runConformance } = await import('../conformance/run-conformance.ts');
  const { toConformanceTable } = await import('../conformance/conformance-table.ts');
  const { mock, loaded } = prepareMock(options);
  const [tracker] = loaded.content.trackers;
  // A contract without a list operation yields no ids, so that all generated requests would name unknown trackers.
  const known = tracker === undefined ? {} : { pathValues: { tracker_id: tracker.id } };
  const progress = createProgress(output);
  const server = await startServer(mock, { port: 0, admin: false });
  try {
    const report = await runConformance({
      document: mock.contract.document,
      contractFile: options.contract ?? EMBEDDED_CONTRACT,
      mockUrl: server.url,
      globs: options.operations,
      onCase: progress.show,
      ...known,
    }).finally(progress.clear);
    output.out(toConformanceTable(report));
    return report.ok ? 0 : 1;
  } finally {
    await server.close();
  }
}
