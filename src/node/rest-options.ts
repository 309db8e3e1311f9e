import { findNearestName } from '../control/nearest-name.ts';
import { MockError } from '../mock-error.ts';
import type { ServeEntry, RestSource } from '../operations/rest-source.ts';
import { parseUpstream } from '../upstream/upstream-address.ts';

const SOURCES = ['none', 'sample', 'prism'] as const;

/**
 * Reads what makes replies: `none`, `sample`, `prism`, or the URL of a server.
 *
 * @param option the name of the option, for messages
 * @param of what it is for, for messages
 * @throws {MockError} `option-invalid`
 */
export function parseRestSource(option: string, text: string, of = ''): RestSource {
  const source = SOURCES.find((known) => known === text);
  if (source !== undefined) return source;
  if (!/[/:]/.test(text)) {
    const nearest = findNearestName(text, SOURCES);
    const advice =
      nearest === undefined ? `Give ${SOURCES.join(', ')}, or the URL of a server` : `Did you mean "${nearest}"?`;
    throw invalid(option, `${of}${JSON.stringify(text)} is not known. ${advice}`);
  }
  const parsed = parseUpstream(text);
  if ('problem' in parsed) throw invalid(option, `${of}${parsed.problem}`);
  return { upstream: parsed.address };
}

/** Reads what makes the replies of some operations, by patterns of their names. */
export function parseServeEntries(serve: Readonly<Record<string, string>>): ServeEntry[] {
  return Object.entries(serve).map(([pattern, text]) => ({
    pattern,
    source: parseRestSource('serve', text, `of ${JSON.stringify(pattern)}, `),
  }));
}

function invalid(option: string, reason: string): MockError {
  const end = reason.endsWith('?') ? '' : '.';
  return new MockError('option-invalid', `Failed to read --${option} or the option ${option}: ${reason}${end}`);
}
