/** The preferences of a `Prefer` header (RFC 7240) that the mock knows. Others are for an upstream server. */
export const PREFERENCES = ['code', 'delay', 'fault', 'allow-violations'] as const;
export type PreferenceName = (typeof PREFERENCES)[number];

/** One preference of a `Prefer` header. */
export interface SentPreference {
  /** As sent. Names are compared in any case. */
  readonly name: string;
  /** Without the white space and quotes around it. Empty if there is none. */
  readonly value: string;
  /** Its parameters, by their names as sent. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** As it stands in the header. */
  readonly text: string;
}

/** Parses the preferences of a `Prefer` header: `code=422, fault=contract-violation; violation=bad-date`. */
export function parsePreferences(header: string | readonly string[]): readonly SentPreference[] {
  return String(header)
    .split(',')
    .map((part) => {
      const [[name, value] = ['', ''], ...parameters] = part.split(';').map((pair) => splitPair(pair));
      return { name, value, parameters, text: part.trim() };
    });
}

/** Returns the name of a known preference, or undefined. */
export function findPreference(name: string): PreferenceName | undefined {
  return PREFERENCES.find((known) => known === name.toLowerCase());
}

/** Splits `name = "value"`, without the white space and quotes that RFC 7240 allows. */
function splitPair(pair: string): readonly [string, string] {
  const at = pair.indexOf('=');
  if (at === -1) return [pair.trim(), ''];
  const value = pair.slice(at + 1).trim();
  return [pair.slice(0, at).trim(), value.replace(/^"(.*)"$/, '$1')];
}
