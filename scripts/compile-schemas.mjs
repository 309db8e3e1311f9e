// Writes the embedded contract in the form that a start reads, so that it neither checks openapi.json nor loads ajv:
//
// - dist/embedded-contract.json: the document with its schemas as the mock reads them (toPlainDocument)
// - dist/embedded-schemas.cjs: the schemas of the operations with state, compiled to code by ajv
// - dist/embedded-schemas-rest.cjs: all other schemas, which are loaded when one of them is first used
//
// Runs after tsc, on its output.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { _ } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import esbuild from 'esbuild';
import { AJV_OPTIONS, toSchemaId } from '../dist/contract/ajv-compiler.js';
import { toReferencedPointer } from '../dist/contract/document.js';
import { findByPointer, toPointer } from '../dist/contract/json-pointer.js';
import { loadContract } from '../dist/contract/load-contract.js';
import { findOperationKind } from '../dist/operations/operation-kind.js';
import { PYDANTIC_FORMATS } from '../dist/pydantic/formats.js';

/** Members that map names to schemas, or list schemas. */
const MAPS = new Set(['properties', 'schemas', '$defs']);
const LISTS = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems']);
const SINGLES = new Set(['schema', 'items', 'additionalProperties', 'propertyNames']);
/** Members that have no influence on what is valid, nor on the errors. */
const ANNOTATIONS = new Set(['title', 'description', 'default', 'example', 'examples', 'discriminator', 'deprecated']);

const text = readFileSync(new URL('../openapi.json', import.meta.url), 'utf8');
const source = createHash('sha256').update(text).digest('hex');
// Checks the document, which a start no longer does.
const contract = loadContract(JSON.parse(text), PYDANTIC_FORMATS);
const { document } = contract.schemas;

const all = [...listSchemas(document, '')];
const early = findReachable(
  contract.operations.filter((operation) => findOperationKind(operation) !== undefined).map(({ pointer }) => pointer),
);
const isEarly = (pointer) => early.some((root) => pointer === root || pointer.startsWith(`${root}/`));

write('embedded-contract.json', JSON.stringify({ source, document }));
write('embedded-schemas.cjs', await compile(all.filter(isEarly)));
write('embedded-schemas-rest.cjs', await compile(all.filter((pointer) => !isEarly(pointer))));

function write(name, content) {
  writeFileSync(new URL(`../dist/${name}`, import.meta.url), content);
}

/** Yields the pointers of all schemas below a node: those that requests are checked against, and the parts that explain an error. */
function* listSchemas(node, pointer, isSchema = false) {
  if (isSchema) yield pointer;
  if (typeof node !== 'object' || node === null) return;
  for (const [key, child] of Object.entries(node)) {
    const at = toPointer(pointer, key);
    if (SINGLES.has(key)) yield* listSchemas(child, at, true);
    else if (MAPS.has(key) || LISTS.has(key)) {
      for (const [name, schema] of Object.entries(child)) yield* listSchemas(schema, toPointer(at, name), true);
    } else if (!ANNOTATIONS.has(key)) yield* listSchemas(child, at);
  }
}

/** Returns these pointers and those of all schemas that they refer to. */
function findReachable(pointers) {
  const found = new Set(pointers);
  for (const pointer of found) for (const target of listTargets(findByPointer(document, pointer))) found.add(target);
  return [...found];
}

function listTargets(node) {
  if (typeof node !== 'object' || node === null) return [];
  const own = typeof node.$ref === 'string' ? [toReferencedPointer(node.$ref)] : [];
  return [...own, ...Object.values(node).flatMap(listTargets)];
}

/** Returns a module with the schemas at these pointers. Schemas that differ only in annotations are compiled once. */
async function compile(pointers) {
  // A caller passes the formats, which must include every format of openapi.json, and the engine for patterns.
  const regExp = (pattern) => ({ test: () => true, toString: () => pattern });
  regExp.code = 'createPattern';
  const ajv = new Ajv2020({
    ...AJV_OPTIONS,
    inlineRefs: false,
    code: { source: true, lines: false, formats: _`formats`, regExp },
  });
  for (const [name, isFormat] of Object.entries(PYDANTIC_FORMATS)) ajv.addFormat(name, isFormat);
  ajv.addSchema(document, 'openapi.json');

  const names = new Map();
  const ids = {};
  const rows = pointers.map((pointer) => {
    const key = JSON.stringify(withoutAnnotations(findByPointer(document, pointer)));
    const name = names.get(key) ?? `schema${names.size}`;
    if (!names.has(key)) ids[name] = toSchemaId(pointer);
    names.set(key, name);
    return `${JSON.stringify(pointer)}: exports.${name}`;
  });
  const module = `exports.createValidators = (formats, createPattern) => {
const exports = {};
${standalone.default(ajv, ids).replace('"use strict";', '')}
return {
${rows.join(',\n')}
};
};`;
  const { code } = await esbuild.transform(module, {
    minifySyntax: true,
    minifyWhitespace: true,
    target: 'node20',
    format: 'cjs',
  });
  return `"use strict";${code}`;
}

function withoutAnnotations(schema) {
  if (Array.isArray(schema)) return schema.map(withoutAnnotations);
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => !ANNOTATIONS.has(key) && !key.startsWith('x-'))
      .map(([key, child]) => {
        if (!MAPS.has(key)) return [key, withoutAnnotations(child)];
        return [key, Object.fromEntries(Object.entries(child).map(([name, one]) => [name, withoutAnnotations(one)]))];
      }),
  );
}
