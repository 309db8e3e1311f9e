/**
 * Returns whether a path matches a pattern in which `*` matches any characters. Takes linear time for every pattern, since patterns come
 * from clients.
 */
export function isPathMatch(pattern: string, path: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return path === pattern;
  const last = rest.pop() ?? '';
  if (!path.startsWith(first) || !path.endsWith(last) || path.length < first.length + last.length) return false;
  let at = first.length;
  const end = path.length - last.length;
  for (const part of rest) {
    const found = path.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/** Longer patterns are not compared with templates. */
const LONGEST = 4096;

/**
 * Returns whether a path can match both a pattern in which `*` matches any characters and a path template, in which `{…}` matches a segment.
 * True for a very long pattern.
 */
export function canMatchTemplate(pattern: string, template: string): boolean {
  if (pattern.length > LONGEST) return true;
  const parts = toParts(template);
  // The places in the template at which a path that matches the pattern so far can end.
  let places = withOptional(new Set([0]), parts);
  for (const character of pattern.replaceAll(/\*+/g, '*')) {
    if (character === '*') {
      const [first = parts.length] = [...places].toSorted((a, b) => a - b);
      places = new Set(Array.from({ length: parts.length + 1 - first }, (_, index) => first + index));
    } else {
      const next = [...places].flatMap((place) => {
        const part = parts[place];
        if (part === ANY || part === SOME) return character === '/' ? [] : [part === ANY ? place : place + 1];
        return part === character ? [place + 1] : [];
      });
      places = withOptional(new Set(next), parts);
    }
    if (places.size === 0) return false;
  }
  return places.has(parts.length);
}

/** One character of a segment, and any number of them. */
const SOME = 'one';
const ANY = 'any';

/** A parameter is a character and any number of others; no other part has more than one character. */
function toParts(template: string): readonly string[] {
  return template.split(/(\{[^{}]*\})/).flatMap((part) => (/^\{.*\}$/.test(part) ? [SOME, ANY] : part.split('')));
}

/** Adds the places that are reached without a character. */
function withOptional(places: ReadonlySet<number>, parts: readonly string[]): Set<number> {
  return new Set([...places].flatMap((place) => (parts[place] === ANY ? [place, place + 1] : [place])));
}
