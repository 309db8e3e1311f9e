const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Whether the value at a place of a JSON text has a float that is a whole number, such as 4.0: a float to pydantic, an integer to the
 * contract.
 */
export function hasWholeFloat(text: string, place: readonly (string | number)[]): boolean {
  const marked = text.replaceAll(TOKEN, (token) =>
    token.startsWith('"') || /^-?\d+$/.test(token) || !Number.isInteger(Number(token)) ? token : JSON.stringify(MARK),
  );
  let value: unknown;
  try {
    value = JSON.parse(marked);
  } catch {
    return false;
  }
  for (const key of place) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return false;
    value = (value as Record<string | number, unknown>)[key];
  }
  return JSON.stringify(value).includes(JSON.stringify(MARK));
}

const MARK = '\0whole float';
