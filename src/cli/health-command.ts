import http from 'node:http';
import https from 'node:https';
import { Command } from 'commander';
import { parseUrl } from '../contract/parse-url.ts';
import { MockError, toPrintable } from '../mock-error.ts';
import type { MockAddress } from './mock-url.ts';
import { findMockUrl } from './mock-url.ts';
import { hostOption, portOption } from './options.ts';
import type { ExitCode, Output } from './output.ts';

/** How long a mock may take to answer, in milliseconds. */
const TIMEOUT = 5000;

/** Not a path of the API, which stubs may answer, and whose requests are in the journal. */
const HEALTH = '/__admin/health';

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
  const failure = await findFailure(toHealthUrl(base));
  if (failure === undefined) {
    output.out(`${toPrintable(base)} is ready.\n`);
    return 0;
  }
  output.err(`${toPrintable(`${base} is not ready: ${failure}.`)}\n`);
  return 1;
}

function toHealthUrl(base: string): string {
  const url = parseUrl(base);
  const isAddress = url !== undefined && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '';
  if (isAddress) return `${url.href.replace(/[/?#]+$/, '')}${HEALTH}`;
  throw new MockError(
    'option-invalid',
    `Failed to check the mock: ${JSON.stringify(base)} is not an address. Give one such as http://127.0.0.1:4010.`,
  );
}

/**
 * Returns why a URL does not answer with 200, or undefined if it does. Not by `fetch`, which refuses ports that browsers block, such as 10080.
 */
function findFailure(url: string): Promise<string | undefined> {
  const { get } = url.startsWith('https:') ? https : http;
  return new Promise((resolve) => {
    const request = get(url, { agent: false, signal: AbortSignal.timeout(TIMEOUT) }, ({ statusCode }) => {
      resolve(statusCode === 200 ? undefined : `${url} answers ${statusCode}. Give the address of a mock`);
      request.destroy();
    });
    request.once('error', (error) => resolve(explain(error)));
  });
}

function explain({ message, code, cause }: NodeJS.ErrnoException): string {
  // Of a request that took too long.
  if (cause instanceof Error) return cause.message;
  // An error about several addresses of one name has no message.
  const reason = message === '' ? String(code) : message;
  const advice =
    code === 'ECONNREFUSED'
      ? 'Start it, or give the address of another one'
      : 'Check the address, and whether it begins with http or https';
  return `${reason}. ${advice}`;
}
