import { Command, InvalidArgumentError, Option } from 'commander';
import { createAdminClient } from '../client/client.ts';
import { followExchanges } from '../client/follow-exchanges.ts';
import type { StreamLoss } from '../control/control-types.ts';
import { toPrintable } from '../mock-error.ts';
import { toCountText } from './count-text.ts';
import { findMockUrl } from './mock-url.ts';
import type { MockAddress } from './mock-url.ts';
import { hostOption, parseToken, portOption } from './options.ts';
import type { ExitCode, Output } from './output.ts';
import { createStyle } from './style.ts';
import { toSummaryLine } from './summary-line.ts';

export interface TailOptions extends MockAddress {
  readonly adminToken?: string;
  readonly session?: string;
  readonly operation?: string;
  readonly violations?: boolean;
  readonly lines: number;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  $ tracker-mock tail                                  follow the mock on http://127.0.0.1:4010
  $ tracker-mock tail --violations                     only requests that break the contract
  $ tracker-mock tail --session checkout --json | jq   one session, one JSON object a line

Without a URL it follows the mock at the port and host that are given, or else at TRACKER_MOCK_URL, which run sets, or else at the port and host that serve would take.
It connects again when the mock was restarted. Exits with code 0 when it is stopped, and with 2 if the mock cannot be followed.`;

export function createTailCommand(run: (url: string, options: TailOptions) => Promise<void>): Command {
  return new Command('tail')
    .description('follow the requests to a running mock, one line each')
    .argument('[url]', 'the address of the mock')
    .addOption(portOption(4010))
    .addOption(hostOption())
    .addOption(
      new Option('--admin-token <token>', "the mock's --admin-token")
        .argParser(parseToken)
        .env('TRACKER_MOCK_ADMIN_TOKEN'),
    )
    .addOption(new Option('--session <name>', 'only requests of this session'))
    .addOption(new Option('--operation <name>', 'only requests of this operation, such as "PUT /tracker/{tracker_id}"'))
    .addOption(new Option('--violations', 'only requests or replies that break the contract'))
    .addOption(
      new Option('-n, --lines <count>', 'begin with this many of the latest requests')
        .default(10)
        .argParser(parseLines),
    )
    .addOption(new Option('--json', 'one JSON object a line, for programs'))
    .addHelpText('after', EXAMPLES)
    .action((url: string | undefined, options: TailOptions, command: Command) =>
      run(findMockUrl(url, options, command), options),
    );
}

function parseLines(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Give a whole number from 0 up.');
  return Number(text);
}

/**
 * Follows the requests to a mock until a signal ends it.
 *
 * @throws {MockError} if the mock cannot be reached at first, or refuses the stream
 */
export async function tail(url: string, options: TailOptions, output: Output, signal: AbortSignal): Promise<ExitCode> {
  const { adminToken: token, session, operation, violations, lines: limit, json = false } = options;
  const client = createAdminClient(url, token === undefined ? {} : { token });
  const filter = {
    limit,
    ...(session !== undefined && { session }),
    ...(operation !== undefined && { operation }),
    ...(violations === true && { valid: false }),
  };
  const paint = createStyle(output.isTerminal);
  const tell = (text: string): void => output.err(`${toPrintable(text)}\n`);
  let isOpen = false;
  let isBroken = false;
  // A reader that went away, as in `| head`, ends it, too.
  const end = output.closed === undefined ? signal : AbortSignal.any([signal, output.closed]);
  for await (const event of followExchanges(client, filter, end)) {
    if (event.kind === 'broken') {
      if (!isOpen) throw event.error;
      if (!isBroken) tell(`${event.error.summary} Connecting again.`);
      isBroken = true;
      continue;
    }
    if (isBroken) tell('Connected again.');
    [isOpen, isBroken] = [true, false];
    if (event.kind === 'lost') tellLoss(event.data, tell);
    if (event.kind !== 'exchange') continue;
    output.out(json ? `${JSON.stringify(event.data)}\n` : toSummaryLine(event.data, paint));
  }
  return 0;
}

function tellLoss({ count, reason }: StreamLoss, tell: (text: string) => void): void {
  tell(`Missing here: ${count === null ? 'an unknown number of requests' : toCountText(count, 'request')}. ${reason}`);
}
