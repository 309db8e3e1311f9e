import type { Fixture } from '../../src/index.ts';

/** A part of a document, for a test to change. */
export type Part = Record<string, unknown>;

/** An OpenAPI document that a test may change before it is loaded. */
export interface SmallContract extends Part {
  readonly paths: Record<string, Record<string, Part>>;
  readonly components: { readonly schemas: Record<string, unknown> };
}

export const TRACKER = '/tracker/{tracker_id}';

/** The contract's smallest revision with all three operations. Every call makes a new one. */
export function createSmallContract(): SmallContract {
  const reply = (schema: object): object => ({
    200: { description: 'Well', content: { 'application/json': { schema } } },
  });
  const id = { name: 'tracker_id', in: 'path', required: true, schema: { type: 'string' } };
  const body = { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Update' } } } };
  const tracker = { $ref: '#/components/schemas/Tracker' };
  return {
    openapi: '3.1.0',
    info: { title: 'Small', version: '1' },
    paths: {
      [TRACKER]: {
        get: { parameters: [id], responses: reply(tracker) },
        put: { parameters: [id], requestBody: body, responses: reply(tracker) },
      },
      '/tracker': { get: { responses: reply({ type: 'array', items: tracker }) } },
    },
    components: {
      schemas: {
        Tracker: {
          type: 'object',
          required: ['id', 'agent_id', 'task_id', 'created_at'],
          properties: {
            id: { type: 'string' },
            agent_id: { type: 'string' },
            task_id: { type: 'string' },
            status: { anyOf: [{ type: 'string' }, { type: 'null' }] },
            created_at: { type: 'string', format: 'date-time' },
            updated_at: { anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] },
          },
        },
        Update: { type: 'object', properties: { status: { anyOf: [{ type: 'string' }, { type: 'null' }] } } },
      },
    },
  };
}

/** The properties of one of the contract's two schemas. */
export function propertiesOf(contract: SmallContract, name: 'Tracker' | 'Update'): Part {
  const { properties } = contract.components.schemas[name] as { properties: Part };
  return properties;
}

/** The parameters of one of the contract's operations. */
export function parametersOf({ paths }: SmallContract, path: string, method: string): unknown[] {
  const list = paths[path]?.[method]?.['parameters'];
  if (!Array.isArray(list)) throw new Error(`${method} ${path} has no parameters`);
  return list;
}

/** Gives both the tracker and its update a field. */
export function addField(contract: SmallContract, name: string, schema: object): void {
  for (const owner of ['Tracker', 'Update'] as const) {
    // Not an assignment: the field may be called __proto__.
    Object.defineProperty(propertiesOf(contract, owner), name, { value: schema, enumerable: true });
  }
}

/** A world of one tracker for the small contract. */
export function createSmallContractWorld(): Fixture {
  return { trackers: [{ id: 't-1', agent_id: 'agent-1', task_id: 'task-1', created_at: '2026-08-01T10:00:00Z' }] };
}
