import { setTimeout as wait } from 'node:timers/promises';
import { Command, Option } from 'commander';
import { LOG_BACKLOG } from '../budgets.ts';
import { toMadeWorld } from '../made-worlds/made-world.ts';
import { gatherText } from '../node/gather-text.ts';
import { countOption } from './options.ts';
import type { Output } from './output.ts';
import { writeInParts } from './write-report.ts';

export interface FixtureOptions {
  readonly trackers: number;
  readonly seed: string;
  readonly output?: string;
}

const EXAMPLES = `
Examples:
  $ tracker-mock fixture > world.json                         a world of 100 trackers for a demo
  $ tracker-mock fixture --trackers 100000 -o world.json      a large one for a load test
  $ tracker-mock fixture --seed monday -o world.json          the same size with other contents`;

export function createFixtureCommand(run: (options: FixtureOptions) => Promise<void>): Command {
  return new Command('fixture')
    .description('write a believable world of any size, as a fixture')
    .addOption(countOption('--trackers <count>', 'how many trackers the world has', 100).env('TRACKER_MOCK_TRACKERS'))
    .addOption(
      new Option('--seed <text>', 'the same seed and number make the same world')
        .default('agentex')
        .env('TRACKER_MOCK_SEED'),
    )
    .addOption(
      new Option('-o, --output <file>', 'write to this file, whole or not at all; standard output if omitted').env(
        'TRACKER_MOCK_OUTPUT',
      ),
    )
    .addHelpText('after', EXAMPLES)
    .action(run);
}

/**
 * Writes a made world to a file, or to the standard output.
 *
 * @throws {MockError} `option-invalid` if the file cannot be written
 */
export async function writeFixture({ trackers, seed, output: path }: FixtureOptions, output: Output): Promise<void> {
  const parts = gatherText(toMadeWorld(trackers, seed));
  if (path !== undefined) {
    writeInParts({ path, option: '--output', noun: 'fixture' }, parts);
    return;
  }
  for (const part of parts) {
    output.out(part);
    // As fast as it is read, so that what waits does not fill the memory.
    while ((output.backlog?.() ?? 0) > LOG_BACKLOG) await wait(1);
  }
}
