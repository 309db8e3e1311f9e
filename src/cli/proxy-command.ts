import { Argument, Command, Option } from 'commander';
import { STATE_SIZE } from '../budgets.ts';
import { contractOption, fileSizeOption } from './options.ts';
import type { ServeOptions } from './serve-options.ts';
import { addControlOptions, addListenOptions, addReportOptions } from './serve-options.ts';
import { addRecordOptions, addUpstreamOptions, parseUpstreamArgument } from './upstream-options.ts';

/** The options for the replies that the mock would make itself. */
type OwnReplies =
  | 'fixtures'
  | 'watch'
  | 'profile'
  | 'events'
  | 'agentKeys'
  | 'rest'
  | 'serve'
  | 'clock'
  | 'seed'
  | 'maxStateSize';

type ProxyOptions = Omit<ServeOptions, OwnReplies>;

const EXAMPLES = `
Examples:
  $ tracker-mock proxy http://127.0.0.1:5003                            check what a server and its clients send
  $ tracker-mock proxy http://127.0.0.1:5003 --hard                     refuse what breaks the contract
  $ tracker-mock proxy http://127.0.0.1:5003 --fail-on violations,upstream-violations
                                                                        exit with code 1 if anything did

Every request is passed on, also one that no operation matches. The mock itself answers only its control API, and what
stubs and Prefer headers ask for.`;

export function createProxyCommand(run: (options: ServeOptions) => Promise<void>): Command {
  const command = new Command('proxy')
    .description('pass every request on to a server, and check both sides against the contract')
    .addArgument(
      new Argument('<url>', 'the address of the server, such as http://127.0.0.1:5003').argParser(
        parseUpstreamArgument,
      ),
    );
  addListenOptions(command, 4010);
  command
    .optionsGroup('What to check:')
    .addOption(contractOption())
    .addOption(fileSizeOption())
    .addOption(
      new Option('--hard', 'answer 400 to a request that breaks the contract, and 502 in place of such a reply').env(
        'TRACKER_MOCK_HARD',
      ),
    );
  addUpstreamOptions(command);
  addControlOptions(command);
  addRecordOptions(command);
  return addReportOptions(command)
    .addHelpText('after', EXAMPLES)
    .action((url: string, options: ProxyOptions) => run(toServeOptions(url, options)));
}

function toServeOptions(url: string, options: ProxyOptions): ServeOptions {
  return { ...options, ...NO_REPLIES, upstream: url };
}

const NO_REPLIES = {
  profile: 'contract',
  events: 'open',
  agentKeys: 'known',
  rest: 'sample',
  serve: {},
  seed: 'agentex',
  maxStateSize: STATE_SIZE,
} as const;
