import type * as Fs from 'node:fs';
import { readFileSync } from 'node:fs';
import type * as NodeModule from 'node:module';
import { beforeEach, expect, test, vi } from 'vitest';
import type * as Embedded from '../../src/node/embedded-contract.ts';

/** The schemas that the build compiled, or undefined without a build. */
const build = vi.hoisted((): { compiled: unknown } => ({ compiled: undefined }));
const COMPILED = /embedded-schemas\.cjs$/;

vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof Fs>();
  const existsSync = (path: string): boolean =>
    COMPILED.test(path) ? build.compiled !== undefined : fs.existsSync(path);
  return { ...fs, existsSync };
});
vi.mock('node:module', async (importOriginal) => {
  const { createRequire } = await importOriginal<typeof NodeModule>();
  return {
    createRequire: (from: string) => {
      const require = createRequire(from);
      return (name: string): unknown => (COMPILED.test(name) ? build.compiled : (require(name) as unknown));
    },
  };
});

const text = readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8');
const STATUS = '/components/schemas/UpdateAgentTaskTrackerRequest/properties/status';

/** Loads the module anew, as in a new process. */
async function load(): Promise<typeof Embedded> {
  vi.resetModules();
  return import('../../src/node/embedded-contract.ts');
}

/** Returns the build's output for a document: one schema, which accepts only `null`. */
async function compile(document: string): Promise<object> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(document)));
  const errors = [{ instancePath: '', schemaPath: '#/compiled', keyword: 'compiled', params: {} }];
  const validate = Object.assign((value: unknown) => value === null, { errors });
  const source = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return { source, createValidators: () => ({ [STATUS]: validate }) };
}

beforeEach(() => void (build.compiled = undefined));

test('the embedded contract is openapi.json, loaded once', async () => {
  const { loadEmbeddedContract, EMBEDDED_CONTRACT } = await load();
  expect(readFileSync(EMBEDDED_CONTRACT, 'utf8')).toBe(text);
  expect(loadEmbeddedContract().document).toEqual(JSON.parse(text));
  expect(loadEmbeddedContract()).toBe(loadEmbeddedContract());
});

test('without a build, ajv compiles the schemas', async () => {
  const { loadEmbeddedContract } = await load();
  const { schemas } = loadEmbeddedContract();
  expect(schemas.compile(STATUS).check('READY')).toBeUndefined();
  expect(schemas.compile(STATUS).check(5)).toContainEqual(expect.objectContaining({ keyword: 'type' }));
});

test('schemas that the build compiled from this document are used, and ajv compiles the others', async () => {
  build.compiled = await compile(text);
  const { loadEmbeddedContract } = await load();
  const { schemas } = loadEmbeddedContract();
  expect(schemas.compile(STATUS).check(null)).toBeUndefined();
  expect(schemas.compile(STATUS).check('READY')).toMatchObject([{ keyword: 'compiled' }]);
  const other = schemas.compile('/components/schemas/UpdateAgentTaskTrackerRequest/properties/status_reason');
  expect(other.check('READY')).toBeUndefined();
  expect(other.check(5)).toContainEqual(expect.objectContaining({ keyword: 'type' }));
});

test('schemas that the build compiled from another document are not used', async () => {
  build.compiled = await compile(`${text} `);
  const { loadEmbeddedContract } = await load();
  expect(loadEmbeddedContract().schemas.compile(STATUS).check('READY')).toBeUndefined();
});
