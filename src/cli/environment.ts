import { delimiter } from 'node:path';
import type { Command, Option } from 'commander';
import { findNearestName } from '../control/nearest-name.ts';
import { MockError } from '../mock-error.ts';

const PREFIX = 'TRACKER_MOCK_';

/** What `run` sets for its command, which may be a command of the mock again. */
const FOR_COMMANDS = 'TRACKER_MOCK_URL';

const NO = /^(?:0|false|no|off)$/i;
export const YES: RegExp = /^(?:1|true|yes|on)$/i;

/** What Kubernetes sets in every container if a service is called tracker-mock. */
const SERVICE_LINK = /^TRACKER_MOCK_(?:SERVICE_(?:HOST|PORT)|PORT_\d+_(?:TCP|UDP|SCTP))/;

/**
 * Prepares a program for its environment variables. Commander would take an empty one, as `TRACKER_MOCK_PORT=` in a compose file leaves it,
 * for a value, and any text for a switch that is on. Here empty ones are ignored, a switch takes yes and no only, and a variable that no
 * option reads is refused.
 */
export function readVariables(program: Command, environment: NodeJS.ProcessEnv = process.env): void {
  const options = program.commands.flatMap((command) => command.options.map((option) => ({ command, option })));
  const known = new Set(options.flatMap(({ option }) => option.envVar ?? []));
  for (const { command, option } of options) {
    if (option.envVar === undefined) continue;
    const text = environment[option.envVar];
    // Kubernetes sets it if a service is called tracker-mock: tcp://10.0.0.1:4010.
    const isServiceLink = option.envVar === 'TRACKER_MOCK_PORT' && text?.includes('://') === true;
    const isOff = text !== undefined && isSwitch(option) && NO.test(text);
    // Without an option that turns it off, a switch is off by default.
    if (isOff && hasOpposite(command, option)) command.setOptionValueWithSource(option.attributeName(), false, 'env');
    if (isServiceLink || text === '' || isOff) delete option.envVar;
  }
  program.hook('preAction', (_, command) => {
    checkVariables(command, known, environment);
    splitPaths(command, 'fixtures');
  });
}

/** Splits the paths of an option's variable, as PATH is split. An argument is one path, even if it has the separator in it. */
function splitPaths(command: Command, name: string): void {
  if (command.getOptionValueSource(name) !== 'env') return;
  const paths: unknown = command.getOptionValue(name);
  if (!Array.isArray(paths)) return;
  command.setOptionValueWithSource(
    name,
    paths.flatMap((path) => String(path).split(delimiter)),
    'env',
  );
}

/**
 * Refuses variables of the mock that no option reads, and switches that say neither yes nor no.
 *
 * @param known the names of the variables of all commands
 * @throws {MockError} `option-invalid`
 */
function checkVariables(command: Command, known: ReadonlySet<string>, environment: NodeJS.ProcessEnv): void {
  const unknown = Object.entries(environment)
    .filter(([name, text]) => name.startsWith(PREFIX) && text !== '' && !known.has(name))
    .filter(([name]) => name !== FOR_COMMANDS && !SERVICE_LINK.test(name))
    .map(([name]) => {
      const nearest = findNearestName(
        name.slice(PREFIX.length),
        [...known].map((other) => other.slice(PREFIX.length)),
      );
      return `${name} is not the variable of an option${nearest === undefined ? '' : `: did you mean ${PREFIX}${nearest}?`}`;
    });
  const unclear = command.options.flatMap((option) => {
    // The parser of an option that may have a value says what it takes.
    const isUnchecked = option.envVar === undefined || !isSwitch(option) || option.optional;
    const text = isUnchecked ? undefined : environment[option.envVar ?? ''];
    if (text === undefined || YES.test(text)) return [];
    return `${option.envVar} is ${JSON.stringify(text)}, which is neither yes nor no: give 1, true, yes, on, 0, false, no or off`;
  });
  const problems = [...unknown, ...unclear];
  if (problems.length === 0) return;
  throw new MockError(
    'option-invalid',
    `Failed to read the environment. Correct these variables or unset them; tracker-mock ${command.name()} --help lists its variables.`,
    problems,
  );
}

/** Returns whether a second option turns a switch off, as `--no-parent-watch` does with `--parent-watch`. */
function hasOpposite({ options }: Command, option: Option): boolean {
  return !option.negate && options.some(({ long }) => long === `--no-${option.name()}`);
}

function isSwitch({ required }: Option): boolean {
  return !required;
}
