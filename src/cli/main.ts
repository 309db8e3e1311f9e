import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { MockError } from '../mock-error.ts';
import { check, createCheckCommand } from './check-command.ts';
import { conformance, createConformanceCommand } from './conformance-command.ts';
import { createDriftCommand } from './drift-command.ts';
import { readVariables } from './environment.ts';
import { toFailureText } from './failure-text.ts';
import { createFixtureCommand, writeFixture } from './fixture-command.ts';
import { checkHealth, createHealthCommand } from './health-command.ts';
import type { Output } from './output.ts';
import { createProcessOutput } from './output.ts';
import { createProxyCommand } from './proxy-command.ts';
import { createRunCommand, runWithMock } from './run-command.ts';
import { createServeCommand, serve } from './serve-command.ts';
import { listenForSignals } from './signals.ts';
import { createTailCommand, tail } from './tail-command.ts';
import { createVerifyCommand } from './verify-command.ts';

const VERSION_FLAGS = '-V, --version';

/**
 * Runs the command line.
 *
 * @param args the arguments after the program's name
 * @param signal stops the server. @default the process's own signals
 * @returns 0 for success, 1 if a check failed, 2 if it could not do what was asked, with the reason on stderr; `run` returns the exit code of its command
 */
export async function main(
  args: readonly string[],
  output: Output = createProcessOutput(),
  signal?: AbortSignal,
): Promise<number> {
  let code = 0;
  const version = readVersion();
  const runCommand = createRunCommand(
    async (words, options) => void (code = await runWithMock(words, options, output)),
  );
  const program = new Command('tracker-mock')
    .description('A mock of the Agentex agent task tracker API that keeps its contract and its state.')
    .version(version, VERSION_FLAGS)
    .addHelpText('after', '\nserve is the default command; its options: tracker-mock serve --help')
    .addCommand(
      createServeCommand(async (options) => void (code = await serve(options, output, signal ?? listenForSignals()))),
      { isDefault: true },
    )
    .addCommand(
      createProxyCommand(async (options) => void (code = await serve(options, output, signal ?? listenForSignals()))),
    )
    .addCommand(runCommand)
    .addCommand(createCheckCommand(async (paths, options) => void (code = await check(paths, options, output))))
    .addCommand(createFixtureCommand(async (options) => writeFixture(options, output)))
    .addCommand(createConformanceCommand(async (options) => void (code = await conformance(options, output))))
    .addCommand(createHealthCommand(async (url) => void (code = await checkHealth(url, output))))
    .addCommand(
      createVerifyCommand(async (url, options) => {
        // Its modules take a while to load, and the other commands do without.
        const { verify } = await import('./verify.ts');
        code = await verify(url, options, output, signal ?? listenForSignals());
      }),
    )
    .addCommand(
      createDriftCommand(async (a, b, options) => {
        const { drift } = await import('./drift.ts');
        code = await drift(a, b, options, output, signal ?? listenForSignals());
      }),
    )
    .addCommand(
      createTailCommand(
        async (url, options) => void (code = await tail(url, options, output, signal ?? listenForSignals())),
      ),
    );
  if (args[0] === 'run') {
    // `run pytest --version` asks pytest, and `run --version` the mock, as it does behind the names of the other commands.
    program.enablePositionalOptions();
    runCommand.passThroughOptions().version(version, VERSION_FLAGS).options.at(-1)?.hideHelp();
  }
  readVariables(program);
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .configureOutput({
        writeOut: output.out,
        writeErr: output.err,
        outputError: (text, write) => write(explainFlagValue(text, command) ?? text),
      })
      .showHelpAfterError('(see --help)');
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof MockError)) throw error;
    output.err(toFailureText(error));
    return 2;
  }
}

/** Returns the error about a value that was given to an option without one, or undefined. Commander calls such an option unknown. */
function explainFlagValue(text: string, { options }: Command): string | undefined {
  const [, flag] = /unknown option '(--[^=']+)=/.exec(text) ?? [];
  const option = options.find(({ long, required, optional }) => long === flag && !required && !optional);
  return option && `error: option '${flag}' takes no value\n`;
}

function readVersion(): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the package's own file
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}
