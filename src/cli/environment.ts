import type { Command } from 'commander';
import { findNearestName } from '../control/nearest-name.ts';

const PREFIX = 'TRACKER_MOCK_';
const NO = /^(?:0|false|no|off)$/i;
const YES = /^(?:1|true|yes|on)$/i;

/**
 * Prepares a program for its environment variables. Commander would take an empty one, as `TRACKER_MOCK_PORT=` in a compose file leaves it,
 * for a value, and any text for a switch that is on. Here empty ones are ignored, and a switch takes yes and no only. A misspelt variable is
 * refused; one that resembles no known name is left to whoever else uses it.
 */
export function readVariables(program: Command, environment: NodeJS.ProcessEnv = process.env): void {
  const options = program.commands.flatMap((command) => command.options);
  const known = options.flatMap(({ envVar }) => envVar ?? []);
  const switches = options.filter((option) => !option.required).flatMap(({ envVar }) => envVar ?? []);
  for (const option of options) {
    const text = option.envVar === undefined ? undefined : environment[option.envVar];
    if (text === '' || (text !== undefined && !option.required && NO.test(text))) delete option.envVar;
  }
  program.hook('preAction', (_, command) => {
    for (const name of switches) {
      const text = environment[name] ?? '';
      if (text === '' || YES.test(text) || NO.test(text)) continue;
      command.error(
        `error: the environment variable ${name} is ${JSON.stringify(text)}. Give 1, true, yes or on, or 0, false, no or off.`,
      );
    }
    for (const name of Object.keys(environment)) {
      if (!name.startsWith(PREFIX) || known.includes(name)) continue;
      const nearest = findNearestName(
        name.slice(PREFIX.length),
        known.map((variable) => variable.slice(PREFIX.length)),
      );
      if (nearest === undefined) continue;
      command.error(`error: unknown environment variable ${name}; did you mean ${PREFIX}${nearest}?`);
    }
  });
}
