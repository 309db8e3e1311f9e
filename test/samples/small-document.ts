import { loadContract } from '../../src/contract/load-contract.ts';
import { PYDANTIC_FORMATS } from '../../src/pydantic/formats.ts';
import type { SampleHints } from '../../src/samples/sample-place.ts';
import { createSchemaSampler } from '../../src/samples/schema-sampler.ts';

const POINTER = '/components/schemas/Sampled';

/** A sample of one schema. `components` are the schemas that it refers to. */
export function sampleSchema(
  schema: unknown,
  { seed, hints, components = {} }: { seed?: string | undefined; hints?: SampleHints; components?: object } = {},
): unknown {
  return sampleWithVerdict(schema, { seed, hints, components }).value;
}

/** A sample, and whether ajv accepts it. */
export function sampleWithVerdict(
  schema: unknown,
  {
    seed,
    hints,
    components = {},
  }: { seed?: string | undefined; hints?: SampleHints | undefined; components?: object } = {},
): { value: unknown; isValid: boolean } {
  const { schemas } = loadContract(
    {
      openapi: '3.1.0',
      info: { title: 'Sampled', version: '1' },
      paths: {},
      components: { schemas: { Sampled: schema, ...components } },
    },
    PYDANTIC_FORMATS,
  );
  const value = createSchemaSampler(schemas).sample(POINTER, { seed, ...(hints && { hints }) });
  return { value, isValid: value !== undefined && schemas.compile(POINTER).check(value) === undefined };
}
