import { Command, Option } from 'commander';
import { startServer } from '../http/server.ts';
import type { EventPolicy } from '../trackers/update-tracker.ts';
import type { ErrorStyle } from '../mock/operation-handler.ts';
import { prepareMock } from '../node/create-tracker-mock.ts';
import { DEFAULT_FIXTURE } from '../node/fixture-files.ts';
import { judgeWithPrism } from './judge-with-prism.ts';
import type { LogStyle } from './log.ts';
import { createLog, LOG_STYLES } from './log.ts';
import { contractOption, errorsOption, eventsOption, fixturesOption, parseOrigin, parsePort } from './options.ts';
import type { ExitCode, Output } from './output.ts';
import { createStyle } from './style.ts';
import { watchFixtures } from './watch-fixtures.ts';

export interface ServeOptions {
  readonly port: number;
  readonly host: string;
  readonly contract?: string;
  readonly fixtures?: readonly string[];
  readonly watch?: boolean;
  readonly errors: ErrorStyle;
  readonly events: EventPolicy;
  readonly cors: string | false;
  readonly prism?: boolean;
  readonly log: LogStyle;
}

const EXAMPLES = `
Examples:
  $ tracker-mock                                 serve the default world on http://127.0.0.1:4010
  $ tracker-mock -p 0 -f worlds/ -w              a free port, the worlds of a folder, reloaded when they change
  $ tracker-mock --errors deployed --events strict   as the deployed server answers
  $ tracker-mock --contract next.openapi.json    serve a later revision of the contract

Every option is an environment variable, too: --port is TRACKER_MOCK_PORT.`;

export function createServeCommand(run: (options: ServeOptions) => Promise<void>): Command {
  return new Command('serve')
    .description('serve the tracker API (the default command)')
    .optionsGroup('Where to listen:')
    .addOption(new Option('-p, --port <port>', 'port; 0 takes a free one').default(4010).argParser(parsePort).env('TRACKER_MOCK_PORT'))
    .addOption(new Option('--host <address>', 'address; anything but loopback lets other machines in').default('127.0.0.1').env('TRACKER_MOCK_HOST'))
    .addOption(new Option('--cors <origin>', 'whose pages may call the API').default('*').argParser(parseOrigin).env('TRACKER_MOCK_CORS'))
    .addOption(new Option('--no-cors', 'send no CORS headers').env('TRACKER_MOCK_NO_CORS'))
    .optionsGroup('What to serve:')
    .addOption(fixturesOption())
    .addOption(new Option('-w, --watch', 'load the fixtures again when they change').env('TRACKER_MOCK_WATCH'))
    .addOption(contractOption())
    .optionsGroup('How to answer:')
    .addOption(errorsOption())
    .addOption(eventsOption())
    .optionsGroup('What to tell:')
    .addOption(new Option('--prism', 'let Prism judge every exchange, too, and warn where it differs').env('TRACKER_MOCK_PRISM'))
    .addOption(new Option('--log <style>', 'one line a request for people, one JSON object a line, or nothing').choices(LOG_STYLES).default('pretty').env('TRACKER_MOCK_LOG'))
    .optionsGroup('Other:')
    .addHelpText('after', EXAMPLES)
    .action(run);
}

/**
 * Serves until a signal ends it.
 *
 * @throws {MockError} where it cannot start
 */
export async function serve(options: ServeOptions, output: Output, signal: AbortSignal): Promise<ExitCode> {
  const log = createLog(options.log, output.out, createStyle(output.isTerminal));
  const prepared = prepareMock(options);
  for (const warning of prepared.loaded.warnings) log.warn(warning);
  prepared.mock.onExchange((exchange) => log.exchange(exchange));
  const stopPrism = options.prism === true ? await judgeWithPrism(prepared.mock, log) : undefined;
  const server = await startServer(prepared.mock, options);
  const stopWatching = options.watch === true ? await watchFixtures(options.fixtures ?? [DEFAULT_FIXTURE], prepared, log) : undefined;
  log.ready(server.url);

  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await stopWatching?.();
  await server.close();
  await stopPrism?.();
  return 0;
}
