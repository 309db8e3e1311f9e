import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { createTrackerMock } from '../../src/index.ts';
import { catchMockError } from '../catch-mock-error.ts';
import { createSmallContract, createSmallContractWorld, propertiesOf } from '../contract/small-contract.ts';
import { handle, toMessage } from '../suite/client.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';

const fixtures = createSmallContractWorld();

describe('createTrackerMock with the path of a contract', () => {
  test.each([
    ['contract.json', JSON.stringify(createSmallContract())],
    ['contract.json with a byte order mark', `\ufeff${JSON.stringify(createSmallContract())}`],
    ['contract.yaml', stringify(createSmallContract())],
    ['contract.yml', stringify(createSmallContract())],
  ])('serves %s', (title, text) => {
    const name = title.split(' ')[0] ?? '';
    const contract = join(createTemporaryFolder({ [name]: text }), name);
    const mock = createTrackerMock({ contract, fixtures });
    const answer = handle(mock, toMessage('GET /openapi.json'));
    expect(answer.json).toEqual(createSmallContract());
    expect(handle(mock, toMessage('GET /tracker')).json).toMatchObject([{ id: 't-1' }]);
  });

  test('refuses a missing file', () => {
    const contract = join(createTemporaryFolder(), 'contract.json');
    const refusal = catchMockError(() => createTrackerMock({ contract }));
    expect(refusal.code).toBe('contract-invalid');
    expect(refusal.message).toBe(
      `Failed to load the contract ${JSON.stringify(contract)}: it does not exist. Give an OpenAPI 3.1 document in JSON, or in YAML in a file that ends in .yaml.`,
    );
  });

  test('refuses a missing YAML file', () => {
    const contract = join(createTemporaryFolder(), 'contract.yaml');
    const refusal = catchMockError(() => createTrackerMock({ contract }));
    expect(refusal.message).toBe(`Failed to load the contract ${JSON.stringify(contract)}: it does not exist.`);
  });

  test('refuses a folder', () => {
    const refusal = catchMockError(() => createTrackerMock({ contract: createTemporaryFolder() }));
    expect(refusal.message).toContain(': it is a folder.');
  });

  test('refuses text that is not JSON, with line and column', () => {
    const contract = join(createTemporaryFolder({ 'contract.json': '{\n  "é": 1,\n  "b" 2\n}' }), 'contract.json');
    const refusal = catchMockError(() => createTrackerMock({ contract }));
    expect(refusal.message).toContain(": it is not JSON at line 3, column 7: Expecting ':' delimiter. Give");
  });

  test('refuses text that is not YAML, with line and column', () => {
    const contract = join(createTemporaryFolder({ 'contract.yaml': 'openapi: 3.1.0\npaths: [\n' }), 'contract.yaml');
    const refusal = catchMockError(() => createTrackerMock({ contract }));
    expect(refusal.message).toMatch(/: it is not YAML: .* at line 3, column 1/);
  });

  test('refuses a contract that cannot be served, and names the file and the place', () => {
    const broken = createSmallContract();
    propertiesOf(broken, 'Tracker')['status'] = { $ref: '#/nowhere' };
    const contract = join(createTemporaryFolder({ 'contract.yaml': stringify(broken) }), 'contract.yaml');
    const refusal = catchMockError(() => createTrackerMock({ contract }));
    expect(refusal.code).toBe('contract-invalid');
    expect(refusal.message).toBe(
      `Failed to load the contract ${JSON.stringify(contract)}: #/components/schemas/Tracker/properties/status/$ref cannot be resolved ("#/nowhere"). Add the target, or correct the reference.`,
    );
  });

  test('refuses recursive YAML', () => {
    const contract = join(
      createTemporaryFolder({ 'a.yaml': 'openapi: 3.1.0\ninfo: {}\npaths: &a\n  /a: *a\n' }),
      'a.yaml',
    );
    expect(catchMockError(() => createTrackerMock({ contract })).code).toBe('contract-invalid');
  });

  test('refuses YAML with exponential aliases', () => {
    const lists = Array.from(
      { length: 12 },
      (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level},`.repeat(9)}]`,
    );
    const text = ['openapi: 3.1.0', 'l0: &l0 [x]', ...lists].join('\n');
    const contract = join(createTemporaryFolder({ 'a.yaml': text }), 'a.yaml');
    expect(catchMockError(() => createTrackerMock({ contract })).message).toContain('Excessive alias count');
  });
});
