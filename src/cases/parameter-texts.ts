import type { Parameter } from '../contract/parameter.ts';
import type { Sampler } from './sample-values.ts';

/** A text to send for a parameter. */
export interface ParameterText {
  readonly what: string;
  readonly text: string;
  readonly valid: boolean;
}

/** Spellings of integers and the value that FastAPI reads, or undefined if it refuses the spelling. */
const INTEGER_SPELLINGS: readonly (readonly [text: string, reads: number | undefined])[] = [
  ['1_000', 1000],
  ['1__0', undefined],
  [' 5', 5],
  ['5 ', 5],
  ['+5', 5],
  ['007', 7],
  ['1.0', 1],
  ['1.00', 1],
  ['1e2', undefined],
  ['2.5e0', undefined],
  ['0x10', undefined],
  ['0b11', undefined],
  ['Infinity', undefined],
  ['NaN', undefined],
  ['\u0661', undefined],
  ['5;6', undefined],
];

/** Spellings of booleans and the value that FastAPI reads, or undefined if it refuses the spelling. */
const BOOLEAN_SPELLINGS: readonly (readonly [text: string, reads: boolean | undefined])[] = [
  ['yes', true],
  ['off', false],
  ['1', true],
  ['TRUE', true],
  ['2', undefined],
];

/** Returns whether a parameter is a list, which takes every value sent for it. */
export function isListParameter(sampler: Sampler, { schema }: Parameter): boolean {
  const types = sampler.findTypes(schema.pointer);
  return types.has('array') && !types.has('string');
}

/** Lists texts to try for a parameter: the scalars among its schema's samples, and spellings that servers read differently. */
export function listParameterTexts(sampler: Sampler, parameter: Parameter): ParameterText[] {
  const { pointer } = parameter.schema;
  const isValid = (value: unknown): boolean => sampler.isValid(pointer, value);
  if (isListParameter(sampler, parameter)) {
    return sampler.list(pointer).flatMap(({ what, value }): ParameterText[] => {
      const list: unknown[] = Array.isArray(value) ? value : [];
      const item = list[0];
      if (!isScalar(item) || list.length > 1) return [];
      // The items may be of any type, so the text is valid if one of its readings is.
      const readings = toReadings(String(item), ANY_SCALAR);
      return [{ what, text: String(item), valid: readings.some((reading) => isValid([reading])) }];
    });
  }
  const types = sampler.findTypes(pointer);
  const samples = sampler.list(pointer).flatMap(({ at, what, value }): ParameterText[] => {
    if (at !== '' || !isScalar(value)) return [];
    return [{ what, text: String(value), valid: toReadings(String(value), types).some(isValid) }];
  });
  const spell = ([text, reads]: readonly [string, unknown]): ParameterText => ({
    what: JSON.stringify(text),
    text,
    valid: reads !== undefined && isValid(reads),
  });
  return [
    ...samples,
    ...(types.has('integer') && !types.has('string') ? INTEGER_SPELLINGS.map(spell) : []),
    ...(types.has('boolean') && !types.has('string') ? BOOLEAN_SPELLINGS.map(spell) : []),
  ];
}

function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

const ANY_SCALAR: ReadonlySet<unknown> = new Set(['string', 'number', 'boolean']);

/** Returns the values that a text may be read as, given the types that a schema names. Without types it stays a string. */
function toReadings(text: string, types: ReadonlySet<unknown>): unknown[] {
  const isNumber = types.has('number') || types.has('integer');
  return [
    ...(types.has('string') || (!isNumber && !types.has('boolean')) ? [text] : []),
    ...(isNumber && /^-?\d+(\.\d+)?$/.test(text) ? [Number(text)] : []),
    ...(types.has('boolean') && /^(true|false)$/.test(text) ? [text === 'true'] : []),
  ];
}
