// Writes dist/embedded-schemas.cjs: the schemas of openapi.json, compiled to code by ajv, so that a start does not load ajv.
// Runs after tsc, on its output.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { _ } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import esbuild from 'esbuild';
import { AJV_OPTIONS, toSchemaId } from '../dist/contract/ajv-compiler.js';
import { toPointer } from '../dist/contract/json-pointer.js';
import { toPlainDocument } from '../dist/contract/plain-document.js';
import { PYDANTIC_FORMATS } from '../dist/pydantic/formats.js';

const text = readFileSync(new URL('../openapi.json', import.meta.url), 'utf8');
// As createContract rewrites it: a union requires its tag.
const document = toPlainDocument(JSON.parse(text));

/** Yields the pointers of all schemas below a node: those that requests are checked against, and the parts that explain an error. */
function* listSchemas(node, pointer, isSchema) {
  if (typeof node !== 'object' || node === null) return;
  if (isSchema) yield pointer;
  for (const [key, child] of Object.entries(node)) {
    const at = toPointer(pointer, key);
    const isMap = ['properties', 'schemas', 'anyOf', 'oneOf', 'allOf', 'prefixItems'].includes(
      pointer.split('/').at(-1),
    );
    yield* listSchemas(child, at, isMap || key === 'schema' || key === 'items' || key === 'additionalProperties');
  }
}

// The caller passes the formats, which must include every format of openapi.json.
const ajv = new Ajv2020({ ...AJV_OPTIONS, code: { source: true, lines: false, formats: _`formats` } });
for (const [name, isFormat] of Object.entries(PYDANTIC_FORMATS)) ajv.addFormat(name, isFormat);
ajv.addSchema(document, 'openapi.json');

const pointers = [...new Set(listSchemas(document, '', false))];
const names = Object.fromEntries(pointers.map((pointer, index) => [`schema${index}`, toSchemaId(pointer)]));
const code = standalone.default(ajv, names);
if (code.includes('new RegExp')) {
  throw new Error(
    'Failed to compile openapi.json: it has a pattern. Pass a pattern matcher to createValidators, as with formats.',
  );
}
const table = pointers.map((pointer, index) => `${JSON.stringify(pointer)}: exports.schema${index}`).join(',\n');
const source = createHash('sha256').update(text).digest('hex');
const module = `exports.source = ${JSON.stringify(source)};
exports.createValidators = (formats) => {
const exports = {};
${code.replace('"use strict";', '')}
return {
${table}
};
};`;
const { code: minified } = await esbuild.transform(module, {
  minifySyntax: true,
  minifyWhitespace: true,
  target: 'node20',
  format: 'cjs',
});
writeFileSync(new URL('../dist/embedded-schemas.cjs', import.meta.url), `"use strict";${minified}`);
