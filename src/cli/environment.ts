import type { Command } from 'commander';

const NO = /^(?:0|false|no|off)$/i;

/**
 * Passes over the environment variables that ask for nothing: one that is empty, as `TRACKER_MOCK_PORT=` in a compose file leaves it, and
 * one of a switch that says no. Commander itself reads the first as a value and both as a yes.
 */
export function ignoreIdleVariables({ options }: Command): void {
  for (const option of options) {
    const text = option.envVar === undefined ? undefined : process.env[option.envVar];
    if (text === '' || (text !== undefined && !option.required && NO.test(text))) delete option.envVar;
  }
}
