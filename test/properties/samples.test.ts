import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadContract } from '../../src/contract/load-contract.ts';
import { PYDANTIC_FORMATS } from '../../src/pydantic/formats.ts';
import { createSchemaSampler } from '../../src/samples/schema-sampler.ts';
import { countStep, toParameters } from './runs.ts';
import { COMPONENTS, components } from './schema-arbitrary.ts';

test('a sample keeps its schema, is plain JSON, and is the same for the same seed', () => {
  fc.assert(
    fc.property(components, fc.option(fc.string(), { nil: undefined }), (schemas, seed) => {
      countStep();
      const contract = loadContract(
        { openapi: '3.1.0', info: { title: 'Sampled', version: '1' }, paths: {}, components: { schemas } },
        PYDANTIC_FORMATS,
      );
      const sampler = createSchemaSampler(contract.schemas);
      for (const name of COMPONENTS) {
        const pointer = `/components/schemas/${name}`;
        const value = sampler.sample(pointer, { seed });
        expect(value).not.toBeUndefined();
        expect(contract.schemas.compile(pointer).check(value)).toBeUndefined();
        expect(JSON.parse(JSON.stringify(value))).toEqual(value);
        expect(createSchemaSampler(contract.schemas).sample(pointer, { seed })).toEqual(value);
      }
    }),
    toParameters(),
  );
}, 600_000);
