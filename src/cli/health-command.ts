import { Command } from 'commander';
import { parseUrl } from '../contract/parse-url.ts';
import { MockError, toPrintable } from '../mock-error.ts';
import type { MockAddress } from './mock-url.ts';
import { findMockUrl } from './mock-url.ts';
import { hostOption, portOption } from './options.ts';
import type { ExitCode, Output } from './output.ts';

/** How long a mock may take to answer, in milliseconds. */
const TIMEOUT = 5000;

const EXAMPLES = `
Examples:
  $ tracker-mock health                          check the mock on http://127.0.0.1:4010
  $ tracker-mock health http://mock.test:4010    check one on another machine

Without a URL it checks the port and host that are given, or else TRACKER_MOCK_URL, which run sets, or else the port and host that serve would take.
Exits with code 0 if the mock is ready, else with 1.`;

export function createHealthCommand(run: (url: string) => Promise<void>): Command {
  return new Command('health')
    .description('check that a mock is ready, such as for a container')
    .argument('[url]', 'the address of the mock')
    .addOption(portOption(4010))
    .addOption(hostOption())
    .addHelpText('after', EXAMPLES)
    .action((url: string | undefined, options: MockAddress, command: Command) =>
      run(findMockUrl(url, options, command)),
    );
}

/**
 * Checks that a mock is ready.
 *
 * @throws {MockError} `option-invalid` if the URL cannot be requested
 */
export async function checkHealth(base: string, output: Output): Promise<ExitCode> {
  const failure = await findFailure(toReadyUrl(base));
  if (failure === undefined) {
    output.out(`${toPrintable(base)} is ready.\n`);
    return 0;
  }
  output.err(`${toPrintable(`${base} is not ready: ${failure}.`)}\n`);
  return 1;
}

function toReadyUrl(base: string): string {
  if (/^https?:/.test(base) && parseUrl(base) !== undefined) return `${base.replace(/\/+$/, '')}/readyz`;
  throw new MockError(
    'option-invalid',
    `Failed to check the mock: ${JSON.stringify(base)} is not an address. Give one such as http://127.0.0.1:4010.`,
  );
}

/** Returns why a URL does not answer with 200, or undefined if it does. */
async function findFailure(url: string): Promise<string | undefined> {
  try {
    const { status } = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT), redirect: 'manual' });
    return status === 200 ? undefined : `/readyz answers ${status}`;
  } catch (error) {
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return reason instanceof Error ? reason.message || reason.name : String(reason);
  }
}
