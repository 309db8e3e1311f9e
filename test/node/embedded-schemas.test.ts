import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { createPatternCompiler } from '../../src/contract/compile-pattern.ts';
import type { Pattern } from '../../src/contract/compile-pattern.ts';
import { loadContract } from '../../src/contract/load-contract.ts';
import type { SchemaError } from '../../src/contract/schema.ts';
import { loadRe2 } from '../../src/node/load-ajv.ts';
import { PYDANTIC_FORMATS } from '../../src/pydantic/formats.ts';

type Validate = ((value: unknown) => boolean) & { errors?: readonly SchemaError[] };
interface CompiledSchemas {
  readonly createValidators: (
    formats: object,
    createPattern: (pattern: string) => Pattern,
  ) => Readonly<Record<string, Validate>>;
}

/** The output of the build, which `npm ci` runs. */
const require = createRequire(import.meta.url);
const MODULES = ['embedded-schemas', 'embedded-schemas-rest'].map((name): [string, CompiledSchemas] => [
  name,
  require(`../../dist/${name}.cjs`) as CompiledSchemas,
]);
const built = require('../../dist/embedded-contract.json') as { readonly source: string; readonly document: object };

const text = readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8');
const contract = loadContract(JSON.parse(text), PYDANTIC_FORMATS);
const createPattern = createPatternCompiler(loadRe2);

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

test('the contract that the build wrote is openapi.json, with its schemas as the mock reads them', () => {
  expect(built.source).toBe(createHash('sha256').update(text).digest('hex'));
  expect(built.document).toEqual(contract.schemas.document);
});

test('the schemas that the build compiled are all of those that are loaded first, or all others', () => {
  const [early, rest] = MODULES.map(([, { createValidators }]) =>
    Object.keys(createValidators(PYDANTIC_FORMATS, createPattern)),
  );
  expect(early?.filter((pointer) => rest?.includes(pointer))).toEqual([]);
  expect(early).toContain('/components/schemas/AgentTaskTracker');
  expect(rest).toContain('/components/schemas/Agent');
});

test.each(MODULES)('the schemas of %s find what ajv finds', (_, { createValidators }) => {
  const validators = Object.entries(createValidators(PYDANTIC_FORMATS, createPattern));
  // Schemas that differ only in annotations are one function.
  const distinct = new Map(validators.map(([pointer, validate]) => [validate, pointer]));
  expect(distinct.size).toBeGreaterThan(20);
  const differed = [...distinct].flatMap(([validate, pointer]) => {
    const { check } = contract.schemas.compile(pointer);
    return VALUES.flatMap((value) => {
      const found = validate(value) ? undefined : withoutPath(validate.errors);
      const expected = withoutPath(check(value));
      return isDeepStrictEqual(found, expected) ? [] : [{ pointer, value, found, expected }];
    });
  });
  expect(differed).toEqual([]);
});
