import { Command } from 'commander';
import { toLocalUrl } from '../http/open-addresses.ts';
import { createMask } from '../journal/mask.ts';
import { createLog } from './log.ts';
import type { Output } from './output.ts';
import { PARENT_ENDED, watchParent } from './parent-watch.ts';
import { runProcess } from './run-process.ts';
import type { ServeOptions } from './serve-options.ts';
import { addServeOptions } from './serve-options.ts';
import { startServing } from './start-serving.ts';
import { createStyle } from './style.ts';

const EXAMPLES = `
Examples:
  $ tracker-mock run -- npm test                                          run the tests against the mock
  $ tracker-mock run --fail-on violations --junit report.xml -- pytest    fail if they break the contract
  $ tracker-mock run -f worlds/ -- npx playwright test                    start in a world of your own

Options after the command's name are the command's; -- in front of it may be left out.
The command gets the mock's address as AGENTEX_BASE_URL and TRACKER_MOCK_URL. The mock's log goes to the error output.

Exits with the exit code of the command, or with 1 if the command succeeds and the run has what --fail-on names.`;

/** @param run called with the command to run: its name and arguments */
export function createRunCommand(run: (words: readonly string[], options: ServeOptions) => Promise<void>): Command {
  const command = new Command('run')
    .usage('[options] [--] <command...>')
    .description('serve on a free port while a command runs, such as your tests');
  return addServeOptions(command, 0)
    .addHelpText('after', EXAMPLES)
    .allowExcessArguments()
    .action((options: ServeOptions, { args: words }: Command) => {
      if (words.length === 0) {
        command.error('error: there is no command to run. Give it after --, such as: tracker-mock run -- npm test');
      }
      return run(words, options);
    });
}

/**
 * Serves while a command runs.
 *
 * @returns the command's exit code, or 1 if that is 0 and something that `--fail-on` names occurred
 * @throws {MockError} if the mock or the command cannot start
 */
export async function runWithMock(words: readonly string[], options: ServeOptions, output: Output): Promise<number> {
  // The output is the command's.
  const log = createLog(
    options.log,
    { ...output, out: output.err },
    createStyle(output.isTerminal),
    createMask(options.mask),
  );
  const parent = watchParent(options.parentWatch);
  parent.signal.addEventListener('abort', () => log.warn(PARENT_ENDED), { once: true });
  try {
    // A free port is another one the next time.
    const stableUrl = options.port === 0 ? toLocalUrl(options.host, 4010) : undefined;
    const serving = await startServing(options, log, output, stableUrl);
    let verdict = 0;
    try {
      const code = await runProcess(
        words,
        { AGENTEX_BASE_URL: serving.url, TRACKER_MOCK_URL: serving.url },
        parent.signal,
      );
      if (code !== 0) return code;
    } finally {
      verdict = await serving.stop();
    }
    return verdict;
  } finally {
    parent.stop();
    log.flush();
  }
}
