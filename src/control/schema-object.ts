export interface Reference {
  readonly $ref: string;
  readonly description?: string;
}

/** The keywords of JSON Schema 2020-12 that {@link checkShape} and the type generator support. Any other does not compile. */
export interface SchemaNode {
  readonly description?: string;
  readonly type?: TypeName | readonly TypeName[];
  /** For documentation only; not checked. */
  readonly format?: string;
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly anyOf?: readonly SchemaObject[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: SchemaObject;
  readonly required?: readonly string[];
  readonly properties?: Properties;
  readonly additionalProperties?: false | SchemaObject;
}

export type TypeName = 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null';
export type SchemaObject = Reference | SchemaNode;
export type Properties = Readonly<Record<string, SchemaObject>>;

const PREFIX = '#/components/schemas/';

export function toReference(schema: string, description?: string): Reference {
  return { $ref: PREFIX + schema, ...(description === undefined ? {} : { description }) };
}

/** Returns the name of the schema that a reference leads to. */
export function toSchemaName({ $ref }: Reference): string {
  return $ref.slice(PREFIX.length);
}

/** What the mock sends: all members are present except the optional ones, and a later version may add some. */
export function toOutputSchema(
  description: string,
  properties: Properties,
  optional: readonly string[] = [],
): SchemaNode {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { description, type: 'object', ...(required.length === 0 ? {} : { required }), properties };
}

/** What the mock receives: members may be omitted except the required ones, and unknown ones are refused. */
export function toInputSchema(
  description: string,
  properties: Properties,
  required: readonly string[] = [],
): SchemaNode {
  return {
    description,
    type: 'object',
    ...(required.length === 0 ? {} : { required }),
    properties,
    additionalProperties: false,
  };
}

/** An object with one list in it, so that a later version can add members beside the list. */
export function toListSchema(description: string, name: string, items: string): SchemaNode {
  return toOutputSchema(description, { [name]: { type: 'array', items: toReference(items) } });
}
