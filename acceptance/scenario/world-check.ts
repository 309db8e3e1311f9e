import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { findFile } from '../project.ts';

/** Returns what is wrong with a world by the JSON Schema of fixtures, which refers to the contract; empty if nothing is. */
export function createWorldCheck(): (world: unknown) => string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  for (const file of ['openapi.json', 'fixtures/fixture.schema.json']) {
    const path = findFile(file);
    ajv.addSchema(JSON.parse(readFileSync(path, 'utf8')) as object, pathToFileURL(path).href);
  }
  const check = ajv.getSchema(pathToFileURL(findFile('fixtures/fixture.schema.json')).href);
  if (check === undefined) throw new Error('fixtures/fixture.schema.json is not a schema');
  return (world) =>
    check(world) === true ? [] : (check.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
}
