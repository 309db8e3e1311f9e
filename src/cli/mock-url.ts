import type { Command } from 'commander';
import { toLocalUrl } from '../http/open-addresses.ts';

export interface MockAddress {
  readonly host: string;
  readonly port: number;
}

/** Returns the address of the running mock that a command is about: the argument, or the options, or `TRACKER_MOCK_URL`, or what `serve` would take. */
export function findMockUrl(url: string | undefined, { host, port }: MockAddress, command: Command): string {
  if (url !== undefined) return url;
  const isNamed = ['port', 'host'].some((name) => command.getOptionValueSource(name) === 'cli');
  const named = isNamed ? undefined : process.env['TRACKER_MOCK_URL'];
  // As for the variables of options, one that is empty asks for nothing.
  return named === undefined || named === '' ? toLocalUrl(host, port) : named;
}
