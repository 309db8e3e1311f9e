import { readFileSync } from 'node:fs';
import type { TrackerMock } from '../../src/index.ts';
import { createTrackerMock } from '../../src/index.ts';
import { createSmallWorld } from '../setup.ts';

export interface RequestSchema {
  readonly properties: Record<string, unknown>;
  readonly [keyword: string]: unknown;
}

export type ContractDocument = Record<string, unknown> & {
  readonly paths: Record<string, Record<string, { readonly parameters: object[] }>>;
  readonly components: {
    readonly schemas: Record<string, unknown> & { readonly UpdateAgentTaskTrackerRequest: RequestSchema };
  };
};

/** A mock over the small world that serves the contract with a change that somebody made who means no good. */
export function createHostileContract(
  change: (request: RequestSchema, document: ContractDocument) => void,
): TrackerMock {
  const text = readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8');
  const contract = JSON.parse(text) as ContractDocument;
  change(contract.components.schemas.UpdateAgentTaskTrackerRequest, contract);
  return createTrackerMock({ contract, fixtures: createSmallWorld() });
}
