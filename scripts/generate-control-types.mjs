// Writes src/control/control-types.ts: the control API's types, from its schemas (docs/decisions/0004). With --check it writes nothing and
// exits with code 1 if the file is not up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { loadControlSchemas } from './load-control-schemas.mjs';

const NAMES = { string: 'string', number: 'number', integer: 'number', boolean: 'boolean', null: 'null' };

const file = new URL('../src/control/control-types.ts', import.meta.url);
const CONTROL_SCHEMAS = await loadControlSchemas();
const text = toControlTypes(CONTROL_SCHEMAS);
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write('src/control/control-types.ts is not up to date. Run npm run generate.\n');
  process.exitCode = 1;
}

/** Returns the content of the file. */
function toControlTypes(schemas) {
  const types = Object.entries(schemas).map(
    ([name, schema]) => `${toComment(schema, '')}${toDeclaration(name, schema)}`,
  );
  return `// Generated from control-schemas.ts by \`npm run generate\`. Do not edit.\n\n${types.join('\n')}`;
}

function toDeclaration(name, schema) {
  if (schema.properties === undefined) return `export type ${name} = ${toType(schema)};\n`;
  return `export interface ${name} {\n${toMembers(schema)}}\n`;
}

function toMembers({ required = [], properties, additionalProperties }) {
  const members = Object.entries(properties).map(
    ([name, schema]) =>
      `${toComment(schema, '  ')}  readonly ${name}${required.includes(name) ? '' : '?'}: ${toType(schema)};\n`,
  );
  // Members that the contract adds to these.
  if (typeof additionalProperties === 'object') members.push('  readonly [member: string]: unknown;\n');
  return members.join('');
}

function toComment({ description, default: value }, indent) {
  const tag = value === undefined ? [] : [`@default ${typeof value === 'string' ? `'${value}'` : value}`];
  const lines = [...(description === undefined ? [] : [description]), ...tag];
  if (lines.length === 0) return '';
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${indent} * ${lines.join(`\n${indent} *\n${indent} * `)}\n${indent} */\n`;
}

function toType(schema) {
  const { $ref, type, const: value, enum: choices, anyOf, items, additionalProperties } = schema;
  if ($ref !== undefined) return $ref.split('/').at(-1);
  if (value !== undefined) return toLiteral(value);
  if (choices !== undefined) return choices.map(toLiteral).join(' | ');
  if (anyOf !== undefined) {
    const isOpen = anyOf.some((branch) => branch.enum !== undefined);
    // An editor completes the listed values, and any other is allowed.
    return anyOf.map((branch) => (isOpen && branch.type === 'string' ? '(string & {})' : toType(branch))).join(' | ');
  }
  if (type === undefined) return 'unknown';
  const types = new Set(
    [type].flat().map((name) => {
      if (name === 'array') return `readonly ${toItem(items)}[]`;
      if (name !== 'object') return NAMES[name];
      const member = typeof additionalProperties === 'object' ? toType(additionalProperties) : 'unknown';
      return member === 'unknown' ? 'Readonly<Record<string, unknown>>' : `Readonly<Record<string, ${member}>>`;
    }),
  );
  return [...types].join(' | ');
}

function toItem(schema) {
  const item = toType(schema);
  return item.includes(' | ') ? `(${item})` : item;
}

function toLiteral(value) {
  return `'${value}'`;
}
