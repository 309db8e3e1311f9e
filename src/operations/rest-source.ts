import type { Operation } from '../contract/operation.ts';
import { toOperationName } from '../contract/operation.ts';
import { findNearestName } from '../control/nearest-name.ts';
import { isPathMatch } from '../exchange/path-pattern.ts';
import { MockError } from '../mock-error.ts';
import { toOperationClass } from './operation-class.ts';

/** What makes the replies of an operation without state: nothing (404), a sample, Prism, or the server at an address. */
export type RestSource = 'none' | 'sample' | 'prism' | { readonly upstream: string };

/** What makes the replies of some operations. */
export interface ServeEntry {
  /** `GET /tasks/*`: the name of an operation, in which `*` matches any characters. */
  readonly pattern: string;
  readonly source: RestSource;
}

/** Returns what makes the replies of an operation: the mock's own rules and world (`served`), or one of the sources. */
export type FindSource = (operation: Operation) => RestSource | 'served';

/**
 * Decides what makes the replies of each operation. Of several entries that match an operation the last one counts. What the mock serves is
 * never left to another source, whatever an entry matches besides.
 *
 * @param rest what makes the replies of operations that no entry matches
 * @throws {MockError} `option-invalid` if an entry matches no operation that it could apply to
 */
export function createSourceFinder(
  operations: readonly Operation[],
  rest: RestSource,
  entries: readonly ServeEntry[],
): FindSource {
  const problems = entries.flatMap((entry) => findProblem(operations, entry) ?? []);
  if (problems.length > 0) {
    throw new MockError('option-invalid', 'Failed to apply --serve or the option serve.', problems);
  }
  return (operation) => {
    if (isServed(operation)) return 'served';
    return entries.findLast(({ pattern }) => isMatch(pattern, operation))?.source ?? rest;
  };
}

function isServed(operation: Operation): boolean {
  return toOperationClass(operation).name === 'served';
}

/** Methods are compared in any case. */
function isMatch(pattern: string, operation: Operation): boolean {
  return isPathMatch(
    pattern.replace(/^[a-z]+ /i, (method) => method.toUpperCase()),
    toOperationName(operation),
  );
}

/** Two paths that differ in the names of their parameters are one. */
function unname(name: string): string {
  return name.replaceAll(/\{[^{}]*\}/g, '{}');
}

/** Returns the pattern with the fewest edits that matches an operation, or undefined if none is near. */
function findNearestPattern(pattern: string, names: readonly string[]): string | undefined {
  if (pattern.includes('*')) return findNearestGlob(pattern, names);
  const wanted = unname(pattern);
  if (pattern.includes(' ')) return names.find((name) => unname(name) === wanted) ?? findNearestName(pattern, names);
  // The method is missing.
  const paths = names.map((name) => unname(name.replace(/^\S+ /, '')));
  const path = findNearestName(wanted.startsWith('/') ? wanted : `/${wanted}`, paths);
  return path === undefined ? undefined : names[paths.indexOf(path)];
}

/** Compares what is in front of the first `*` with as many segments of each name. */
function findNearestGlob(pattern: string, names: readonly string[]): string | undefined {
  const start = pattern.slice(0, pattern.indexOf('*'));
  const depth = start.split('/').length;
  const starts = names.map((name) => {
    const segments = name.split('/').slice(0, depth);
    return start.endsWith('/') ? `${segments.slice(0, depth - 1).join('/')}/` : segments.join('/');
  });
  const nearest = `${findNearestName(start, starts) ?? start}${pattern.slice(start.length)}`;
  return names.some((name) => isPathMatch(nearest, name)) ? nearest : undefined;
}

function findProblem(operations: readonly Operation[], { pattern, source }: ServeEntry): string | undefined {
  const shown = JSON.stringify(pattern);
  const matching = operations.filter((operation) => isMatch(pattern, operation));
  const others = matching.filter((operation) => !isServed(operation));
  if (matching.length === 0) {
    const names = operations.filter((operation) => !isServed(operation)).map((operation) => toOperationName(operation));
    const nearest = findNearestPattern(pattern, names);
    const advice =
      nearest === undefined ? `Give a name such as "${names[0] ?? 'GET /agents'}"` : `Did you mean "${nearest}"?`;
    return `${shown} matches no operation of the contract. ${advice}`;
  }
  if (others.length === 0) {
    return `${shown} matches only what the mock serves itself, with state, and never passes on. Omit the entry`;
  }
  const isMadeUp = source === 'sample' || source === 'prism';
  if (isMadeUp && others.every((operation) => toOperationClass(operation).name === 'stream')) {
    return `${shown} matches only streams of events, which cannot be made up. Give none, or the URL of a server`;
  }
  return undefined;
}
