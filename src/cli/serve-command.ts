import { Command } from 'commander';
import { suggestName } from '../control/nearest-name.ts';
import { createMask } from '../journal/mask.ts';
import { createLog } from './log.ts';
import type { ExitCode, Output } from './output.ts';
import { PARENT_ENDED, watchParent } from './parent-watch.ts';
import { SERVE_EXAMPLES } from './serve-examples.ts';
import type { ServeOptions } from './serve-options.ts';
import { addServeOptions } from './serve-options.ts';
import { startServing } from './start-serving.ts';
import { createStyle } from './style.ts';

export function createServeCommand(run: (options: ServeOptions) => Promise<void>): Command {
  const command = new Command('serve').description('serve the tracker API (the default command)');
  return addServeOptions(command, 4010)
    .addHelpText('after', SERVE_EXAMPLES)
    .allowExcessArguments()
    .action((options: ServeOptions, { args: [word] }: Command) => {
      // As the default command, this one also receives unknown commands.
      if (word !== undefined) {
        const names = command.parent?.commands.map((other) => other.name()) ?? [];
        if (names.includes(word)) {
          command.error(
            `error: ${JSON.stringify(word)} is a command of its own. Give it first: tracker-mock ${word} [options]`,
          );
        }
        command.error(`error: unknown command ${JSON.stringify(word)}: ${suggestName(word, names)}`);
      }
      return run(options);
    });
}

/**
 * Serves until a signal ends it, or the process that started it has ended.
 *
 * @throws {MockError} if it cannot start
 */
export async function serve(options: ServeOptions, output: Output, signal: AbortSignal): Promise<ExitCode> {
  const log = createLog(options.log, output, createStyle(output.isTerminal), createMask(options.mask));
  const parent = watchParent(options.parentWatch);
  try {
    const serving = await startServing(options, log, output);
    const end = AbortSignal.any([signal, parent.signal]);
    await new Promise<void>((resolve) => {
      if (end.aborted) resolve();
      else end.addEventListener('abort', () => resolve(), { once: true });
    });
    if (parent.signal.aborted) log.warn(PARENT_ENDED);
    return await serving.stop();
  } finally {
    parent.stop();
    // The whole log is written before the reason for a failure.
    log.flush();
  }
}
