import type { SchemaError } from './schema.ts';

/** How many allowed values a message lists. */
const LISTED = 20;

/** How long an allowed value may be in a message, in characters. */
const VALUE_LENGTH = 80;

/** Returns what a value must be, as the end of a sentence about it. Names the allowed values, which ajv's own message leaves out. */
export function toSchemaMessage({ keyword, params, message = 'is not valid' }: SchemaError): string {
  const { allowedValues, allowedValue, additionalProperty } = params as Readonly<Record<string, unknown>>;
  if (keyword === 'enum' && Array.isArray(allowedValues)) return `must be ${toChoices(allowedValues)}`;
  if (keyword === 'const') return `must be ${toText(allowedValue)}`;
  if (keyword === 'additionalProperties') return `must not have the property ${toText(additionalProperty)}`;
  return message;
}

function toChoices(values: readonly unknown[]): string {
  if (values.length === 1) return toText(values[0]);
  const listed = values.slice(0, LISTED).map(toText);
  const rest = values.length - listed.length;
  return `one of ${listed.join(', ')}${rest === 0 ? '' : ` and ${rest} more`}`;
}

function toText(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > VALUE_LENGTH ? `${text.slice(0, VALUE_LENGTH)}…` : text;
}
