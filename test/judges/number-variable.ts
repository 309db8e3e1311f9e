/** What a number that is given by an environment variable has to be. */
export interface NumberRule {
  /** @default 1 */
  readonly least?: number;
  /** @default true */
  readonly isWhole?: boolean;
}

/**
 * A number that an environment variable gives.
 *
 * @throws where it is none: what is no number compares as false throughout, and a judge would find nothing
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
