import { describe, expect, test } from 'vitest';
import { createPlaces } from '../../src/coverage/places.ts';

/** The text at a place, as Istanbul's reports cut it out. */
function show(text: string, pointer: string): { name: string; whole: string } {
  const lines = text.split('\n');
  const { name, whole } = createPlaces(text)(pointer);
  const cut = ({ start, end }: typeof name): string =>
    start.line === end.line
      ? (lines[start.line - 1] ?? '').slice(start.column, end.column)
      : [
          (lines[start.line - 1] ?? '').slice(start.column),
          ...lines.slice(start.line, end.line - 1),
          (lines[end.line - 1] ?? '').slice(0, end.column),
        ].join('\n');
  return { name: cut(name), whole: cut(whole) };
}

describe('the place of a part', () => {
  test('in JSON is its name, and its name with its content', () => {
    const text = '{\n\t"a/b": { "list": [1, {\n "c": null }] }\n}';
    expect(show(text, '/a~1b')).toEqual({ name: '"a/b"', whole: '"a/b": { "list": [1, {\n "c": null }] }' });
    expect(show(text, '/a~1b/list/0')).toEqual({ name: '1', whole: '1' });
    expect(show(text, '/a~1b/list/1/c')).toEqual({ name: '"c"', whole: '"c": null' });
  });

  test('in YAML is found through an alias and under a number', () => {
    const text = 'base: &base\n  200: ok\nother: *base\nempty:\n';
    expect(show(text, '/other/200')).toEqual({ name: '200', whole: '200: ok' });
    expect(show(text, '/empty')).toMatchObject({ name: 'empty' });
  });

  test('that the file does not have is that of the nearest part around it', () => {
    const text = '{ "type": ["string", "null"], "one": 1 }';
    expect(show(text, '/type/anyOf/1')).toEqual({ name: '"type"', whole: '"type": ["string", "null"]' });
    expect(show(text, '/one/deeper')).toEqual({ name: '"one"', whole: '"one": 1' });
    expect(show(text, '/nothing').whole).toBe(text);
  });
});
