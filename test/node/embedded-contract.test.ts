import type * as Fs from 'node:fs';
import { readFileSync } from 'node:fs';
import type * as NodeModule from 'node:module';
import { beforeEach, expect, test, vi } from 'vitest';
import type * as Embedded from '../../src/node/embedded-contract.ts';

/** What the build wrote: the contract, undefined without a build, and the modules of compiled schemas. */
const build = vi.hoisted((): { contract: string | undefined; modules: Record<string, unknown>; loaded: string[] } => ({
  contract: undefined,
  modules: {},
  loaded: [],
}));

vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof Fs>();
  const isBuilt = (path: unknown): boolean => String(path).endsWith('embedded-contract.json');
  return {
    ...fs,
    existsSync: (path: string) => (isBuilt(path) ? build.contract !== undefined : fs.existsSync(path)),
    readFileSync: (path: string, encoding?: 'utf8') =>
      isBuilt(path) ? build.contract : fs.readFileSync(path, encoding),
  };
});
vi.mock('node:module', async (importOriginal) => {
  const { createRequire } = await importOriginal<typeof NodeModule>();
  return {
    createRequire: (from: string) => {
      const require = createRequire(from);
      return (name: string): unknown => {
        if (!name.includes('embedded-schemas')) return require(name) as unknown;
        build.loaded.push(name);
        return build.modules[name];
      };
    },
  };
});

const text = readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8');
const PROPERTIES = '/components/schemas/UpdateAgentTaskTrackerRequest/properties';
const STATUS = `${PROPERTIES}/status`;
const AGENT = '/components/schemas/Agent/properties/name';
const EARLY = '../embedded-schemas.cjs';
const REST = '../embedded-schemas-rest.cjs';

/** Loads the module anew, as in a new process. */
async function load(): Promise<typeof Embedded> {
  vi.resetModules();
  return import('../../src/node/embedded-contract.ts');
}

/** Returns the build's contract for a document, with a member that tells it from one that was not built. */
async function buildContract(document: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(document)));
  const source = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return JSON.stringify({ source, document: { ...(JSON.parse(text) as object), 'x-built': true } });
}

type CreatePattern = (pattern: string) => { test: (text: string) => boolean };

/** Returns the build's module with one schema, which accepts only `null` and texts that match the pattern. */
function buildModule(pointer: string, pattern: string): object {
  const errors = [{ instancePath: '', schemaPath: '#/compiled', keyword: 'compiled', params: {} }];
  return {
    createValidators: (_: object, createPattern: CreatePattern) => {
      const compiled = createPattern(pattern);
      const isValid = (value: unknown): boolean =>
        value === null || (typeof value === 'string' && compiled.test(value));
      return { [pointer]: Object.assign(isValid, { errors }) };
    },
  };
}

beforeEach(() => {
  build.contract = undefined;
  build.modules = { [EARLY]: buildModule(STATUS, '^(?i)ready$'), [REST]: buildModule(AGENT, '^b') };
  build.loaded = [];
});

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
  expect(build.loaded).toEqual([]);
});

test('the contract that the build wrote is used, and its schemas, each module loaded when first needed', async () => {
  build.contract = await buildContract(text);
  const { loadEmbeddedContract } = await load();
  const { document, schemas } = loadEmbeddedContract();
  expect(document).toEqual(JSON.parse(text));
  expect(schemas.document).toMatchObject({ 'x-built': true });
  const [status, agent, other] = [STATUS, AGENT, `${PROPERTIES}/status_reason`].map((pointer) =>
    schemas.compile(pointer),
  );
  expect(build.loaded).toEqual([]);

  expect(status?.check(null)).toBeUndefined();
  expect(status?.check('READY')).toBeUndefined();
  expect(status?.check('DONE')).toMatchObject([{ keyword: 'compiled' }]);
  expect(build.loaded).toEqual([EARLY]);

  expect(agent?.check('bob')).toBeUndefined();
  expect(agent?.check('alice')).toMatchObject([{ keyword: 'compiled' }]);
  expect(build.loaded).toEqual([EARLY, REST]);

  // The build did not compile it.
  expect(other?.check('READY')).toBeUndefined();
  expect(other?.check(5)).toContainEqual(expect.objectContaining({ keyword: 'type' }));
  expect(build.loaded).toEqual([EARLY, REST]);
});

test('what the build wrote for another document is not used', async () => {
  build.contract = await buildContract(`${text} `);
  const { loadEmbeddedContract } = await load();
  const { schemas } = loadEmbeddedContract();
  expect(schemas.document).not.toHaveProperty('x-built');
  expect(schemas.compile(STATUS).check('DONE')).toBeUndefined();
  expect(build.loaded).toEqual([]);
});
