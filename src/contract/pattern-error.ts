/** Why a text is no pattern that can be served. What to do about it depends on whether a server can have it. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}
