import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TEXT_FORMATS } from '../../src/pydantic/text-format.ts';

/** What pydantic 2.13 made of a text: how it prints it, or what it says of it. */
interface Recorded {
  readonly format: string;
  readonly text: string;
  readonly value?: string;
  readonly error?: object;
}

const file = new URL('../data/text-formats.json', import.meta.url);
const recorded = JSON.parse(readFileSync(file, 'utf8')) as readonly Recorded[];

test.each(recorded)('$format reads $text as pydantic does', ({ format, text, value, error }) => {
  const read = TEXT_FORMATS.get(format)?.parse(text);
  expect(read).toMatchObject(error === undefined ? { ok: true, value } : { ok: false, error });
});
