import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createTrackerMock } from '../../src/index.ts';
import { createSmallContract, createSmallContractWorld, propertiesOf } from '../contract/small-contract.ts';
import { handle, toMessage } from '../suite/client.ts';

/** A field as FastAPI 0.142 with pydantic 2.13 publishes it, and what it answered to values of that field. */
interface Kind {
  readonly schema: object;
  /** The field in a reply, if it is published in another way there. */
  readonly output?: object;
  readonly schemas?: Readonly<Record<string, object>>;
  readonly answers: readonly { readonly value: unknown; readonly reply?: unknown; readonly detail?: unknown }[];
}

const file = new URL('../data/published-kinds.json', import.meta.url);
const kinds = JSON.parse(readFileSync(file, 'utf8')) as readonly Kind[];

describe.each(kinds)('PUT /tracker/{tracker_id} with a field $schema', ({ schema, output, schemas, answers }) => {
  test.each(answers)('answers $value as FastAPI does', ({ value, reply, detail }) => {
    const contract = createSmallContract();
    Object.assign(propertiesOf(contract, 'Update'), { added: schema });
    Object.assign(propertiesOf(contract, 'Tracker'), { added: output ?? schema });
    Object.assign(contract.components.schemas, schemas);
    const mock = createTrackerMock({ contract, fixtures: createSmallContractWorld() });
    const { status, json } = handle(mock, toMessage('PUT /tracker/t-1', { json: { added: value } }));
    expect([status, json]).toMatchObject(detail === undefined ? [200, { added: reply }] : [422, { detail }]);
  });
});
