import type { IncomingRequest } from './incoming-request.ts';

/**
 * Returns why a request is not one to an operation: the method, and the first segment of the path that differs. Empty if both fit, for
 * example because a session's prefix or the query made it another request.
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
    ...explainPath(wanted, given, listWrong(wanted, given)[0]),
  ];
}

/** How far a path is from an operation's, in segments. */
export function measureDistance(path: string, template: string): number {
  const [wanted, given] = [toSegments(template), toSegments(path)];
  return listWrong(wanted, given).length + Math.abs(wanted.length - given.length);
}

function toSegments(path: string): string[] {
  return path.split('/').slice(1);
}

/** The indexes of the template's segments that the path does not fit. */
function listWrong(wanted: readonly string[], given: readonly string[]): number[] {
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
