import type { JsonObject } from '../contract/document.ts';

/** A value to try against a schema; whether it is valid there is for the schema to say. */
export interface Sample {
  /** Where in the value the sample is special: `.owner.name`, `.tags[0]`; empty for the whole. */
  readonly at: string;
  /** What is special about it: `null`, `one above maximum`, `missing`. */
  readonly what: string;
  readonly value: unknown;
}

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': '2026-01-02T03:04:05Z',
  date: '2026-01-02',
  time: '03:04:05Z',
  duration: 'P1D',
  uuid: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  email: 'a@example.com',
  uri: 'https://example.com/a',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
};

/** Texts of many shapes, for patterns: what fits one is found by trying. */
const SHAPES = ['A', 'a', '0'].flatMap((character) =>
  [1, 2, 3, 4, 5, 6, 8, 10, 12].map((length) => character.repeat(length)),
);

/**
 * Values on both sides of what the keywords of one schema for scalars ask for.
 *
 * @param isMatch whether a text fits the schema's pattern
 */
export function listKeywordSamples(node: JsonObject, isMatch: (text: string) => boolean): Sample[] {
  return [...listChoices(node), ...listNumbers(node), ...listTexts(node, isMatch)];
}

/** True for a length bound that a request can be made for. */
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
    { at: '', what: 'no multiple of multipleOf', value: step * 1.5 },
  ];
}

function listTexts(node: JsonObject, isMatch: (text: string) => boolean): Sample[] {
  const { minLength, maxLength, pattern, format } = node;
  const valid = typeof format === 'string' ? FORMATS[format] : undefined;
  return [
    ...(valid === undefined
      ? []
      : [
          { at: '', what: `a ${String(format)}`, value: valid },
          { at: '', what: `no ${String(format)}`, value: `no ${String(format)}` },
        ]),
    ...(typeof pattern === 'string' ? listPatternTexts(isMatch) : []),
    ...(isSmall(minLength) ? [{ at: '', what: 'minLength', value: 'x'.repeat(minLength) }] : []),
    ...(isSmall(minLength) && minLength > 0
      ? [{ at: '', what: 'one below minLength', value: 'x'.repeat(minLength - 1) }]
      : []),
    ...(isSmall(maxLength) ? [{ at: '', what: 'maxLength', value: 'x'.repeat(maxLength) }] : []),
    ...(isSmall(maxLength) ? [{ at: '', what: 'one above maxLength', value: 'x'.repeat(maxLength + 1) }] : []),
  ];
}

function listPatternTexts(isMatch: (text: string) => boolean): Sample[] {
  const fitting = SHAPES.find((shape) => isMatch(shape));
  const other = SHAPES.find((shape) => !isMatch(shape));
  return [
    ...(fitting === undefined ? [] : [{ at: '', what: 'a text that fits the pattern', value: fitting }]),
    ...(other === undefined ? [] : [{ at: '', what: 'a text that does not fit the pattern', value: other }]),
  ];
}
