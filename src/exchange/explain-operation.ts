import { measureDifference } from '../control/nearest-name.ts';
import type { IncomingRequest } from './incoming-request.ts';

/**
 * Returns why a request does not match an operation: its method, and the first differing segment of its path. Empty if both match, for
 * example if the request has another prefix or query.
 *
 * @param name `PUT /tracker/{tracker_id}`
 */
export function explainOperation({ method, path }: Pick<IncomingRequest, 'method' | 'path'>, name: string): string[] {
  const end = name.indexOf(' ');
  const wantedMethod = name.slice(0, end);
  const wanted = toSegments(name.slice(end + 1));
  const given = toSegments(path);
  return [
    ...(method === wantedMethod ? [] : [`the method is ${method}, not ${wantedMethod}`]),
    ...explainPath(wanted, given, findMismatches(wanted, given)[0]),
  ];
}

/** Returns the number of segments in which a path differs from an operation's; a misspelt one counts less than another one. */
export function measureDistance(path: string, template: string): number {
  const [wanted, given] = [toSegments(template), toSegments(path)];
  const missing = Math.abs(wanted.length - given.length);
  return findMismatches(wanted, given).reduce(
    (sum, index) => sum + measureDifference(given[index] ?? '', wanted[index] ?? ''),
    missing,
  );
}

/** Returns whether a path has a literal segment of an operation's path, or one that is misspelt. An operation without one is like any path. */
export function isSimilarPath(path: string, template: string): boolean {
  const given = toSegments(path);
  const literals = [...toSegments(template).entries()].filter(([, segment]) => !segment.startsWith('{'));
  return (
    literals.length === 0 ||
    literals.some(([index, segment]) => given[index] === segment || measureDifference(given[index] ?? '', segment) < 1)
  );
}

/** Returns what of a path stands in front of an operation's path, such as `/api`, or undefined if nothing does. */
export function findBasePath(path: string, template: string): string | undefined {
  const given = toSegments(path);
  const extra = given.length - toSegments(template).length;
  if (extra <= 0 || measureDistance(`/${given.slice(extra).join('/')}`, template) > 0) return undefined;
  return `/${given.slice(0, extra).join('/')}`;
}

function toSegments(path: string): string[] {
  return path.split('/').slice(1);
}

/** Returns the indexes of the template's segments that the path does not match. */
function findMismatches(wanted: readonly string[], given: readonly string[]): number[] {
  return wanted.flatMap((segment, index) => {
    const found = given[index];
    return found !== undefined && (segment.startsWith('{') ? found !== '' : found === segment) ? [] : [index];
  });
}

function explainPath(wanted: readonly string[], given: readonly string[], wrong: number | undefined): string[] {
  if (given.length === wanted.length + 1 && given.at(-1) === '' && wrong === undefined) {
    return ['the path ends in a slash'];
  }
  if (given.length > wanted.length) return [`the path has ${given.length} segments, not ${wanted.length}`];
  if (wrong === undefined) return [];
  const [found, expected] = [given[wrong], wanted[wrong]];
  if (found === undefined || found === '') return [`the path lacks ${expected}`];
  if (found.toLowerCase() === expected?.toLowerCase()) {
    return [`the path is case-sensitive: ${JSON.stringify(found)} is not ${JSON.stringify(expected)}`];
  }
  return [`the path has ${JSON.stringify(found)} in place of ${JSON.stringify(expected)}`];
}
