import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { SmallContract } from '../contract/small-contract.ts';
import {
  addField,
  createSmallContract,
  createSmallContractWorld,
  propertiesOf,
  TRACKER,
} from '../contract/small-contract.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { run, serve } from './run-main.ts';

type Change = (contract: SmallContract) => unknown;

/** What is changed in a sound contract, and how the refusal goes on behind the file's name. */
const REFUSALS: readonly (readonly [what: string, change: Change, message: string])[] = [
  ['OpenAPI 3.0', (contract) => (contract['openapi'] = '3.0.3'), '#/openapi is not 3.1 ("3.0.3").'],
  ['no paths', (contract) => Object.assign(contract, { paths: null }), '#/paths is not an object.'],
  [
    'a reference that cannot be resolved',
    (contract) => (propertiesOf(contract, 'Update')['status'] = { $ref: '#/components/schemas/None' }),
    '#/components/schemas/Update/properties/status/$ref cannot be resolved ("#/components/schemas/None").',
  ],
  [
    'a reference out of the file',
    (contract) => (propertiesOf(contract, 'Update')['status'] = { $ref: 'other.json' }),
    '#/components/schemas/Update/properties/status/$ref refers outside the document ("other.json").',
  ],
  [
    'an invalid schema',
    (contract) => (propertiesOf(contract, 'Tracker')['status'] = { type: 'text' }),
    '#/components/schemas/Tracker/properties/status/type is not JSON Schema 2020-12: it must be one of "array", "boolean", "integer", "null", "number", "object", "string".',
  ],
  [
    'a pattern that does not compile',
    (contract) => (propertiesOf(contract, 'Tracker')['status'] = { type: 'string', pattern: '[' }),
    '#/components/schemas/Tracker/properties/status/pattern is not a supported pattern ("["): ',
  ],
];

describe('--contract', () => {
  test.each(['next.json', 'next.yaml', 'next.yml', 'NEXT.YAML'])(
    'serves %s, fields that are new included',
    async (name) => {
      const contract = createSmallContract();
      addField(contract, 'priority', { anyOf: [{ type: 'integer', minimum: 1 }, { type: 'null' }] });
      const text = name.endsWith('.json') ? JSON.stringify(contract) : stringify(contract);
      const folder = createTemporaryFolder({ [name]: text, 'world.json': createSmallContractWorld() });
      const { url } = await serve(['--contract', join(folder, name), '-f', join(folder, 'world.json')]);
      const put = async (body: object): Promise<unknown> => {
        const headers = { 'content-type': 'application/json' };
        return (await fetch(`${url}/tracker/t-1`, { method: 'PUT', headers, body: JSON.stringify(body) })).json();
      };
      expect(await put({ priority: 2 })).toMatchObject({ id: 't-1', priority: 2 });
      expect(await put({ priority: 0 })).toMatchObject({ detail: [{ loc: ['body', 'priority'] }] });
    },
  );

  test('serves other operations without state: refuses what is invalid, and makes up replies to valid requests', async () => {
    const contract = createSmallContract();
    const limit = { name: 'limit', in: 'query', schema: { type: 'integer' } };
    const schema = { type: 'array', example: ['sam'], items: { type: 'string' } };
    const responses = { 200: { description: 'Well', content: { 'application/json': { schema } } } };
    contract.paths['/agents'] = { get: { parameters: [limit], responses } };
    Object.assign(contract.paths[TRACKER] ?? {}, { delete: { responses: {} } });
    const folder = createTemporaryFolder({ 'next.json': contract, 'world.json': createSmallContractWorld() });
    const { url } = await serve(['--contract', join(folder, 'next.json'), '-f', join(folder, 'world.json')]);

    const invalid = await fetch(`${url}/agents?limit=x`);
    expect(invalid.status).toBe(422);
    expect(await invalid.json()).toMatchObject({ detail: [{ type: 'int_parsing', loc: ['query', 'limit'] }] });
    for (const [method, path, body, type] of [
      ['GET', '/agents', '["sam"]', 'application/json'],
      ['DELETE', '/tracker/t-1', '', null],
    ] as const) {
      const valid = await fetch(url + path, { method });
      expect([valid.status, valid.headers.get('x-mock-source'), await valid.text()]).toEqual([200, 'sample', body]);
      expect(valid.headers.get('content-type')).toBe(type);
    }
  });

  test.each(REFUSALS)('refuses %s with 2, and names the file and the place', async (_, change, message) => {
    const contract = createSmallContract();
    change(contract);
    const folder = createTemporaryFolder({ 'next.json': contract, 'next.yaml': stringify(contract) });
    for (const name of ['next.json', 'next.yaml']) {
      const file = join(folder, name);
      const { code, out, err } = await run('serve', '--port', '0', '--contract', file);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      const expected = `Failed to load the contract ${JSON.stringify(file)}: ${message}`;
      expect(err.slice(0, expected.length)).toBe(expected);
      expect(err.trimEnd().split('\n')).toHaveLength(1);
      expect(await run('check', '--contract', file)).toEqual({ code: 2, out: '', err });
    }
  });

  test.each([
    ['next.json', '{\n  "openapi": 3.1.0\n}', 'is not JSON at line 2, column 17: '],
    ['next.json', '[]', '# is not an object. Give an OpenAPI 3.1 document.'],
    [
      'next.yaml',
      'openapi: 3.1.0\npaths: {\n',
      'is not YAML: Flow map in block collection must be sufficiently indented and end with a } at line 3, column 1.\n',
    ],
    [
      'next.yaml',
      'a: b: c\n',
      'is not YAML: Nested mappings are not allowed in compact mappings at line 1, column 4.\n',
    ],
    ['next.yaml', '', '# is not an object. Give an OpenAPI 3.1 document.'],
    ['next.yaml', 'openapi: 3.1\n', '#/openapi is not 3.1 (3.1).'],
    ['next.txt', 'openapi: 3.1.0\n', 'is not JSON at line 1, column 1: '],
  ])('refuses %s that holds %j', async (name, text, message) => {
    const file = join(createTemporaryFolder({ [name]: text }), name);
    const { code, out, err } = await run('serve', '--port', '0', '--contract', file);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    const it = message.startsWith('#') ? '' : 'it ';
    const expected = `Failed to load the contract ${JSON.stringify(file)}: ${it}${message}`;
    expect(err.slice(0, expected.length)).toBe(expected);
  });

  test.each(['none.json', 'none.yaml', '.'])('refuses %s, which is no file', async (name) => {
    const file = join(createTemporaryFolder(), name);
    const { code, out, err } = await run('serve', '--port', '0', '--contract', file);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    const reason = name === '.' ? 'is a folder' : 'does not exist';
    expect(err).toMatch(new RegExp(`^Failed to load the contract "[^\n]+": it ${reason}\\.[^\n]*\n$`));
  });

  test('refuses a world that the contract does not allow', async () => {
    const contract = createSmallContract();
    (contract.components.schemas['Tracker'] as { required: string[] }).required.push('status');
    const folder = createTemporaryFolder({ 'next.json': contract, 'world.json': createSmallContractWorld() });
    const { code, err } = await run('check', '--contract', join(folder, 'next.json'), join(folder, 'world.json'));
    expect(code).toBe(1);
    expect(err).toContain('/trackers/0/status is missing');
  });
});

test('a contract that the default world does not match asks for fixtures', async () => {
  const contract = createSmallContract();
  Object.assign(propertiesOf(contract, 'Tracker'), { id: { type: 'integer' } });
  const folder = createTemporaryFolder({ 'next.json': contract });
  const { code, err } = await run('serve', '--port', '0', '--contract', join(folder, 'next.json'));
  expect(code).toBe(2);
  expect(err).toContain(
    'Failed to load the default world: it does not match this contract. Give fixtures that do, with --fixtures or the option fixtures.',
  );
});
