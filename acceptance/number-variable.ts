/** The range of a number that an environment variable gives. */
export interface NumberRule {
  /** @default 1 */
  readonly least?: number;
  /** @default true */
  readonly isWhole?: boolean;
}

/**
 * Returns the number that an environment variable holds, or the fallback if the variable is not set.
 *
 * @throws if the text is not such a number: NaN compares as false with everything, so a test would find nothing
 */
export function readNumber(name: string, fallback: number, { least = 1, isWhole = true }: NumberRule = {}): number {
  const text = process.env[name];
  if (text === undefined) return fallback;
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && (isWhole ? Number.isSafeInteger(value) : Number.isFinite(value))) return value;
  throw new Error(
    `Failed to read ${name}: ${JSON.stringify(text)} is not ${isWhole ? 'a whole number' : 'a number'} from ${least} up.`,
  );
}
