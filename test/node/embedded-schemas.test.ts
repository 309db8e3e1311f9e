import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load-contract.ts';
import type { SchemaError } from '../../src/contract/schema.ts';
import { PYDANTIC_FORMATS } from '../../src/pydantic/formats.ts';

/** The output of the build, which `npm ci` runs. */
const compiled = createRequire(import.meta.url)('../../dist/embedded-schemas.cjs') as {
  readonly source: string;
  readonly createValidators: (
    formats: object,
  ) => Record<string, ((value: unknown) => boolean) & { errors?: readonly SchemaError[] }>;
};
const text = readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8');

const tracker = { id: 't', agent_id: 'a', task_id: 'k', created_at: '2026-08-18T20:28:14.123456Z', updated_at: null };
const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  1.5,
  '',
  'text',
  '2026-08-18T20:28:14Z',
  '2026-02-30T00:00:00Z',
  [],
  ['text', 5],
  {},
  { status: 5, status_reason: [], last_processed_event_id: {} },
  { status: 'x', status_reason: null, other: Number.NaN },
  tracker,
  [tracker, { ...tracker, created_at: 'yesterday' }],
  { ...tracker, id: undefined, updated_at: 5 },
  { id: 'e', sequence_id: 1.5, task_id: 't', agent_id: 'a', created_at: null, content: { author: 'nobody' } },
  { id: 'e', sequence_id: 1, task_id: 't', agent_id: 'a', content: { type: 'text', author: 'user', content: 'x' } },
  { detail: [{ loc: ['body', 1], msg: 'm', type: 't' }, { loc: [null] }] },
  { detail: 'text' },
  { message: 'm', code: 400, data: null },
  { message: 'm', code: '400' },
];

/** Removes the schema path: for a reference, the build's schemas give the path in its target, and ajv at run time that of the reference. */
function withoutPath(errors: readonly SchemaError[] | undefined): object[] | undefined {
  return errors?.map((error) => ({ ...error, schemaPath: undefined }));
}

test('the schemas that the build compiled are those of openapi.json', () => {
  expect(compiled.source).toBe(createHash('sha256').update(text).digest('hex'));
});

test('the schemas that the build compiled find what ajv finds', () => {
  const { schemas } = loadContract(JSON.parse(text), PYDANTIC_FORMATS);
  const validators = Object.entries(compiled.createValidators(PYDANTIC_FORMATS));

  expect(validators.length).toBeGreaterThan(50);
  for (const [pointer, validate] of validators) {
    for (const value of VALUES) {
      const found = validate(value) ? undefined : withoutPath(validate.errors);
      const expected = withoutPath(schemas.compile(pointer).check(value));
      expect({ pointer, value, found }).toEqual({ pointer, value, found: expected });
    }
  }
});
