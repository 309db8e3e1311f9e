import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findReachable, loadDocument } from '../contract/json-document.ts';

/** The file of the contract that the package contains. */
export const CONTRACT_FILE: string = fileURLToPath(new URL('../../openapi.json', import.meta.url));

/** A later revision of it: PUT alone, with a richer body. */
export const LATER_CONTRACT_FILE: string = fileURLToPath(
  new URL('../data/later-contract.openapi.json', import.meta.url),
);

export interface ContractDocument extends Record<string, unknown> {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, Schema> };
}

export interface Operation {
  parameters: Parameter[];
  readonly responses: Record<string, unknown>;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: object;
}

export interface Schema extends Record<string, unknown> {
  properties: Record<string, unknown>;
  required?: string[];
}

export function readContract(file: string = CONTRACT_FILE): ContractDocument {
  return JSON.parse(readFileSync(file, 'utf8')) as ContractDocument;
}

/** The part of it that has state: the whole yields thousands of requests. Every call makes a new one. @param more paths to take beside */
export function readServedContract(...more: readonly string[]): ContractDocument {
  const document = loadDocument('openapi.json');
  const paths = Object.fromEntries(
    Object.entries(document['paths'] ?? {}).filter(
      ([path]) => /^\/(tracker|events)(\/|$)/.test(path) || more.includes(path),
    ),
  );
  const schemas: Record<string, unknown> = {};
  for (const [ref, schema] of findReachable(document, paths)) schemas[ref.replace(/.*\//, '')] = schema;
  return { ...document, paths, components: { schemas } } as unknown as ContractDocument;
}

function query(name: string, schema: object, required = false): Parameter {
  return { name, in: 'query', required, schema };
}

/** A made-up revision with every kind of parameter and of field that FastAPI publishes. */
export function createRichContract(): ContractDocument {
  const document = readServedContract();
  document.paths['/tracker']?.['get']?.parameters.push(
    query('flag', { type: 'boolean' }),
    query('maybe', { anyOf: [{ type: 'boolean' }, { type: 'null' }] }),
    query('score', { type: 'number', minimum: 0, exclusiveMaximum: 1 }),
    query('tags', { type: 'array', items: { type: 'string' } }),
    query('numbers', { anyOf: [{ type: 'array', items: { type: 'integer' } }, { type: 'null' }] }),
    query('kind', { type: 'string', enum: ['a', 'b'] }, true),
    query('rank', { anyOf: [{ type: 'integer', maximum: 9 }, { type: 'null' }] }),
    query('code', { type: 'string', pattern: '^[a-z]+$', minLength: 2, maxLength: 4 }),
    query('since', { type: 'string', format: 'date-time' }),
    { name: 'X-Attempt', in: 'header', required: true, schema: { type: 'integer', minimum: 1 } },
  );
  document.components.schemas['Node'] = {
    properties: {
      n: { type: 'integer' },
      next: { anyOf: [{ $ref: '#/components/schemas/Node' }, { type: 'null' }] },
      list: { type: 'array', items: { $ref: '#/components/schemas/Node' } },
    },
    required: ['n'],
    type: 'object',
    additionalProperties: false,
  };
  Object.assign(document.components.schemas['UpdateAgentTaskTrackerRequest']?.properties ?? {}, {
    email: { type: 'string', format: 'email' },
    day: { type: 'string', format: 'date' },
    at: { type: 'string', format: 'date-time' },
    either: { anyOf: [{ type: 'string' }, { type: 'integer' }] },
    set: { type: 'array', uniqueItems: true, items: { type: 'integer' }, maxItems: 2 },
    counts: { type: 'object', additionalProperties: { type: 'integer' } },
    step: { type: 'number', multipleOf: 0.5 },
    fixed: { const: 'x' },
    choice: { enum: ['a', 1, null] },
    text: { type: ['string', 'null'], examples: ['one'] },
    node: { allOf: [{ $ref: '#/components/schemas/Node' }] },
    nodeOrText: { oneOf: [{ $ref: '#/components/schemas/Node' }, { type: 'string' }] },
    anything: {},
    everything: true,
    list: { type: 'array', minItems: 1 },
    serial: { type: 'string', pattern: '^no-[0-9]{7}$', minLength: 9000 },
  });
  return document;
}
