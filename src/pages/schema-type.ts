import { isObject } from '../contract/document.ts';
import { toText } from './document-text.ts';
import type { Html } from './html.ts';
import { html, joinHtml } from './html.ts';

const COMPONENT = '#/components/schemas/';

/** The id of the schema's section, for a link to it. */
export function toSchemaAnchor(name: string): string {
  return `schema-${name}`;
}

/** How many choices of an enumeration a type shows. */
const CHOICES_SHOWN = 50;

/** Returns a schema as a type in a line, such as `string | null`. A schema of the document's components is a link to its section. */
export function toType(schema: unknown): Html {
  if (!isObject(schema)) return html`${schema === false ? 'nothing' : 'any'}`;
  const { $ref: reference, allOf } = schema;
  if (typeof reference === 'string') return toReference(reference);
  if ('const' in schema) return toLiteral(schema['const']);
  if (Array.isArray(schema['enum'])) return toChoices(schema['enum']);
  const branches = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(branches)) return joinTypes(branches, ' | ');
  if (Array.isArray(allOf)) return joinTypes(allOf, ' & ');
  const types = [schema['type'] ?? []].flat().map(toText);
  if (types.length === 0) return html`any`;
  return joinHtml(
    types.map((type) => toSingleType(type, schema)),
    ' | ',
  );
}

function joinTypes(schemas: readonly unknown[], separator: string): Html {
  return joinHtml(
    schemas.map((schema) => toType(schema)),
    separator,
  );
}

function toReference(reference: string): Html {
  if (!reference.startsWith(COMPONENT)) return html`${reference}`;
  const name = reference.slice(COMPONENT.length);
  return html`<a href="#${toSchemaAnchor(name)}">${name}</a>`;
}

function toLiteral(value: unknown): Html {
  return html`${JSON.stringify(value)}`;
}

function toChoices(choices: readonly unknown[]): Html {
  const shown = choices.slice(0, CHOICES_SHOWN).map((choice) => toLiteral(choice));
  const rest = choices.length - shown.length;
  return joinHtml(rest === 0 ? shown : [...shown, html`${rest} more`], ' | ');
}

function toSingleType(type: string, schema: Readonly<Record<string, unknown>>): Html {
  if (type === 'array') return toList(schema);
  if (type === 'object') return toObjectType(schema);
  const { format } = schema;
  return typeof format === 'string' ? html`${type} (${format})` : html`${type}`;
}

function toList({ items, prefixItems }: Readonly<Record<string, unknown>>): Html {
  if (Array.isArray(prefixItems)) return html`[${joinTypes(prefixItems, ', ')}]`;
  const item = toType(items);
  return / [|&] /.test(item.markup) ? html`(${item})[]` : html`${item}[]`;
}

function toObjectType({ properties, required, additionalProperties }: Readonly<Record<string, unknown>>): Html {
  const members = listMembers({ properties, required }).map(
    ({ name, isRequired, schema }) => html`${name}${isRequired ? '' : '?'}: ${toType(schema)}`,
  );
  const others = isObject(additionalProperties) ? [html`[name]: ${toType(additionalProperties)}`] : [];
  const all = [...members, ...others];
  return all.length === 0 ? html`object` : html`{ ${joinHtml(all, ', ')} }`;
}

export interface SchemaMember {
  readonly name: string;
  readonly isRequired: boolean;
  readonly schema: unknown;
}

/** Returns the members of a schema of an object, in its order. */
export function listMembers({ properties, required }: Readonly<Record<string, unknown>>): SchemaMember[] {
  const names = new Set<unknown>(Array.isArray(required) ? required : []);
  return Object.entries(isObject(properties) ? properties : {}).map(([name, schema]) => ({
    name,
    isRequired: names.has(name),
    schema,
  }));
}

/** The keywords that narrow a type, in the order in which they are shown. */
const RULES = [
  'default',
  'minimum',
  'exclusiveMinimum',
  'maximum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'pattern',
  'minItems',
  'maxItems',
  'uniqueItems',
] as const;

/** Returns what a schema requires besides its type: `default 50, minimum 1`. Empty if it requires nothing. */
export function toRules(schema: unknown): string {
  if (!isObject(schema)) return '';
  return RULES.filter((rule) => rule in schema)
    .map((rule) => `${rule} ${JSON.stringify(schema[rule])}`)
    .join(', ');
}
