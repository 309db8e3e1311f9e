import { delimiter } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';

/** The options that several commands share. Each can be given as an environment variable, too: `--port` as TRACKER_MOCK_PORT. */

export function contractOption(): Option {
  return new Option('-c, --contract <file>', 'serve another revision of the contract: OpenAPI 3.1, JSON or YAML').env('TRACKER_MOCK_CONTRACT');
}

export function fixturesOption(): Option {
  return new Option('-f, --fixtures <path>', 'start in the world of this file or folder; give it several times to merge')
    .env('TRACKER_MOCK_FIXTURES')
    .argParser((path: string, before: string[] | undefined) => [...(before ?? []), ...path.split(delimiter)]);
}

export function eventsOption(): Option {
  return new Option('--events <policy>', 'an event id that the world does not know is newer than all (open), or refused as deployed (strict)')
    .choices(['open', 'strict'])
    .default('open')
    .env('TRACKER_MOCK_EVENTS');
}

export function errorsOption(): Option {
  return new Option('--errors <style>', "422 bodies as the published contract says, or in the deployed server's envelope")
    .choices(['contract', 'deployed'])
    .default('contract')
    .env('TRACKER_MOCK_ERRORS');
}

export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('Give a number from 0 to 65535.');
  return port;
}

/** What a page's origin has to look like: no path, no slash at the end. */
export function parseOrigin(text: string): string {
  if (text === '*') return text;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.origin === 'null') throw new InvalidArgumentError('Give * or an origin such as https://app.example.');
  return url.origin;
}
