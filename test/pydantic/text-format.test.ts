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

test('email refuses a text of more than 2048 characters before it looks at them', () => {
  const reason = 'Length must not exceed 2048 characters';
  expect(TEXT_FORMATS.get('email')?.parse('x'.repeat(2049))).toMatchObject({
    ok: false,
    error: { type: 'value_error', msg: `value is not a valid email address: ${reason}`, ctx: { reason } },
  });
  expect(TEXT_FORMATS.get('email')?.parse('x'.repeat(2048))).toMatchObject({
    error: { ctx: { reason: 'An email address must have an @-sign.' } },
  });
});
