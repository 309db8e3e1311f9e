/** Removes secrets from a text. */
export type Hide = (text: string) => string;

/** Shorter values occur in any text by chance. */
const MIN_LENGTH = 3;

/**
 * Returns a function that replaces the values of headers in a text, since a server may repeat them in a reply: as they are, and escaped as
 * in JSON, in a URL or as Python prints a string. Of `Authorization` also what follows the scheme, and the password of `Basic`; of a cookie
 * each value.
 */
export function createHider(headers: Readonly<Record<string, string>>): Hide {
  const secrets = Object.values(headers)
    .flatMap((value) => [value, value.replace(/^\S+\s+/, ''), ...readBasic(value), ...readPairs(value)])
    .map((secret) => secret.trim())
    .filter((secret) => secret.length >= MIN_LENGTH);
  const spellings = new Set(
    secrets.flatMap((secret) => [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      secret.replaceAll(/[\\']/g, String.raw`\$&`),
    ]),
  );
  // The longest first, since one may be a part of another.
  const ordered = [...spellings].toSorted((a, b) => b.length - a.length);
  return (text) => {
    let hidden = text;
    for (const spelling of ordered) hidden = hidden.replaceAll(spelling, '***');
    return hidden;
  };
}

/** Hides secrets in every text of a JSON value. */
export function hideInside<T>(value: T, hide: Hide): T {
  const copy = (part: unknown): unknown => {
    if (typeof part === 'string') return hide(part);
    if (Array.isArray(part)) return part.map(copy);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, member]) => [name, copy(member)]));
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a copy with other texts has the same type
  return copy(value) as T;
}

function readBasic(value: string): string[] {
  const [, encoded] = /^basic\s+(\S+)$/i.exec(value) ?? [];
  if (encoded === undefined) return [];
  const text = Buffer.from(encoded, 'base64').toString();
  return [text, text.slice(text.indexOf(':') + 1)];
}

/** `session=abc; theme=dark` */
function readPairs(value: string): string[] {
  return value.split(/[;,]/).flatMap((pair) => /^\s*[^\s=]+=(.+)$/.exec(pair)?.slice(1) ?? []);
}
