import type { JsonObject } from '../contract/document.ts';
import { FORMAT_TEXTS } from '../samples/format-texts.ts';
import { listPatternTexts } from '../samples/pattern-text.ts';
import { createRandom } from '../samples/random.ts';

/** A value to try against a schema, valid or not. */
export interface Sample {
  /** The place in the value that is varied: `.owner.name`, `.tags[0]`; empty for the value itself. */
  readonly at: string;
  /** How it is varied: `null`, `one above maximum`, `missing`. */
  readonly what: string;
  readonly value: unknown;
}

/** Strings of which one is likely not to match a pattern. */
const SHAPES = ['A', 'a', '0'].flatMap((character) =>
  [1, 2, 3, 4, 5, 6, 8, 10, 12].map((length) => character.repeat(length)),
);

/**
 * Lists values on both sides of every bound that the keywords of a scalar schema set.
 *
 * @param isMatch whether a string matches the schema's pattern
 */
export function listKeywordSamples(node: JsonObject, isMatch: (text: string) => boolean): Sample[] {
  return [...listChoices(node), ...listNumbers(node), ...listTexts(node, isMatch)];
}

/** Returns whether a length bound is small enough to generate values for. */
export function isSmall(bound: unknown): bound is number {
  return typeof bound === 'number' && bound <= 1000;
}

function listChoices(node: JsonObject): Sample[] {
  const choices: unknown[] = 'const' in node ? [node['const']] : Array.isArray(node['enum']) ? node['enum'] : [];
  const texts = choices.filter((choice) => typeof choice === 'string');
  const examples: unknown[] = Array.isArray(node['examples']) ? node['examples'] : [];
  return [
    ...examples.map((value, index) => ({ at: '', what: `example ${index + 1}`, value })),
    ...choices.map((value) => ({ at: '', what: `the choice ${JSON.stringify(value)}`, value })),
    ...texts.slice(0, 1).map((text) => ({
      at: '',
      what: 'a choice in the other case',
      value: text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase(),
    })),
  ];
}

function listNumbers(node: JsonObject): Sample[] {
  const bounds = ['minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum'].flatMap((keyword): Sample[] => {
    const bound = node[keyword];
    if (typeof bound !== 'number') return [];
    const inside = keyword.toLowerCase().endsWith('minimum') ? 0.5 : -0.5;
    return [
      { at: '', what: keyword, value: bound },
      { at: '', what: `half a step inside ${keyword}`, value: bound + inside },
      { at: '', what: `one above ${keyword}`, value: bound + 1 },
      { at: '', what: `one below ${keyword}`, value: bound - 1 },
    ];
  });
  const step = node['multipleOf'];
  if (typeof step !== 'number') return bounds;
  return [
    ...bounds,
    { at: '', what: 'a multiple of multipleOf', value: step },
    { at: '', what: 'not a multiple of multipleOf', value: step * 1.5 },
  ];
}

function listTexts(node: JsonObject, isMatch: (text: string) => boolean): Sample[] {
  const { minLength, maxLength, pattern, format } = node;
  const valid = typeof format === 'string' ? FORMAT_TEXTS[format] : undefined;
  return [
    ...(valid === undefined
      ? []
      : [
          { at: '', what: `a ${String(format)}`, value: valid },
          { at: '', what: `not a ${String(format)}`, value: `no ${String(format)}` },
        ]),
    ...(typeof pattern === 'string' ? listPatternSamples(pattern, isMatch) : []),
    ...(isSmall(minLength) ? [{ at: '', what: 'minLength', value: 'x'.repeat(minLength) }] : []),
    ...(isSmall(minLength) && minLength > 0
      ? [{ at: '', what: 'one below minLength', value: 'x'.repeat(minLength - 1) }]
      : []),
    ...(isSmall(maxLength) ? [{ at: '', what: 'maxLength', value: 'x'.repeat(maxLength) }] : []),
    ...(isSmall(maxLength) ? [{ at: '', what: 'one above maxLength', value: 'x'.repeat(maxLength + 1) }] : []),
  ];
}

function listPatternSamples(pattern: string, isMatch: (text: string) => boolean): Sample[] {
  const matching = [...listPatternTexts(pattern, createRandom(''))].find((text) => isMatch(text));
  const other = SHAPES.find((shape) => !isMatch(shape));
  return [
    ...(matching === undefined ? [] : [{ at: '', what: 'a string that matches the pattern', value: matching }]),
    ...(other === undefined ? [] : [{ at: '', what: 'a string that does not match the pattern', value: other }]),
  ];
}
