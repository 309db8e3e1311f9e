const PLAIN = /^[A-Za-z0-9._-]{1,64}$/;

/** Returns why a session or snapshot cannot have a name, as the end of a sentence, or undefined if it can: the name is a segment of a path. */
export function checkPlainName(name: string): string | undefined {
  if (!PLAIN.test(name)) return `has to be 1 to 64 of A-Z a-z 0-9 . _ - (got ${toShown(name)})`;
  if (name === '.' || name === '..') return `may not be ${name}, which clients take out of a URL's path`;
  return undefined;
}

function toShown(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);
}
