import { InvalidArgumentError } from 'commander';
import { parseOrigin } from '../http/cors.ts';
import { MockError } from '../mock-error.ts';

/** The variable of `--header`. */
export const HEADER_VARIABLE = 'TRACKER_MOCK_HEADER';

/** Reads `5/s`, or a number of requests in a second. */
export function parseRate(text: string): number {
  const rate = Number(/^(\d+(?:\.\d+)?)(?:\/s)?$/.exec(text)?.[1] ?? 0);
  if (rate > 0) return rate;
  throw new InvalidArgumentError('Give a number of requests in a second, such as 5/s.');
}

/** Reads the origin of a page: `https://app.example`. */
export function parsePageOrigin(text: string): string {
  const origin = parseOrigin(text);
  if (origin !== undefined) return origin;
  throw new InvalidArgumentError('Give the origin of a page, such as https://app.example.');
}

/**
 * Reads one header, or several on lines of their own, as a variable may hold them. Messages do not show it.
 *
 * @throws {MockError} `option-invalid`
 */
export function parseHeader(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const headers = { ...before };
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    const { name, value } =
      /^(?<name>[\w!#$%&'*+.^`|~-]+):[ \t]*(?<value>[\t -~\u0080-\u00ff]+)$/.exec(line.trim())?.groups ?? {};
    if (name === undefined || value === undefined) {
      // Commander's own message would show the header.
      const source = text === process.env[HEADER_VARIABLE] ? HEADER_VARIABLE : '--header';
      throw new MockError(
        'option-invalid',
        `Failed to read a header of ${source}: it is not a name and a value. Give one such as 'Authorization: Bearer …'.`,
      );
    }
    headers[name.toLowerCase()] = value;
  }
  return headers;
}
