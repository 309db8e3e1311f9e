import { Command } from 'commander';
import { startServer } from '../http/server.ts';
import { prepareMock } from '../node/create-tracker-mock.ts';
import { EMBEDDED_CONTRACT } from '../node/embedded-contract.ts';
import { contractOption, fileSizeOption, fixturesOption } from './options.ts';
import type { ExitCode, Output } from './output.ts';

export interface ConformanceOptions {
  readonly contract?: string;
  readonly fixtures?: readonly string[];
  /** In bytes. */
  readonly maxFileSize: number;
}

const EXAMPLES = `
Needs Prism 5.14 to 5.16: npm install --save-dev @stoplight/prism-cli@5.14.2

Ends with 0 where every reply keeps the contract and every difference is a known one, with 1 where not, with 2 where it cannot run.`;

export function createConformanceCommand(run: (options: ConformanceOptions) => Promise<void>): Command {
  return new Command('conformance')
    .description('let Prism judge the mock: generated requests, through both')
    .addOption(contractOption())
    .addOption(fixturesOption())
    .addOption(fileSizeOption())
    .addHelpText('after', EXAMPLES)
    .action(run);
}

/**
 * Drives generated requests through the mock, alone and behind Prism, and prints what each makes of them.
 *
 * @throws {MockError} where the mock cannot start, or Prism is not installed
 */
export async function conformance(options: ConformanceOptions, output: Output): Promise<ExitCode> {
  const { runConformance } = await import('../conformance/run-conformance.ts');
  const { toConformanceTable } = await import('../conformance/conformance-table.ts');
  const { mock, loaded } = prepareMock(options);
  const [tracker] = loaded.content.trackers;
  // A contract without a list names no tracker; one of the world makes its requests more than unknown ones.
  const known = tracker === undefined ? {} : { pathValues: { tracker_id: tracker.id } };
  const server = await startServer(mock, { port: 0, admin: false });
  try {
    const report = await runConformance({
      document: mock.contract.document,
      contractFile: options.contract ?? EMBEDDED_CONTRACT,
      mockUrl: server.url,
      ...known,
    });
    output.out(toConformanceTable(report));
    return report.ok ? 0 : 1;
  } finally {
    await server.close();
  }
}
