import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { AdminDocument } from '../../src/admin/admin-document.ts';
import { ADMIN_DOCUMENT } from '../../src/admin/admin-document.ts';
import { createAdmin } from '../../src/admin/admin.ts';
import { HANDLERS, LOCATIONS } from '../../src/admin/handlers.ts';
import { isObject } from '../../src/contract/document.ts';
import { findByPointer } from '../../src/contract/json-pointer.ts';
import { loadContract } from '../../src/contract/load-contract.ts';
import { loadPrism } from '../../src/prism/load-prism.ts';
import { VERSION } from '../../src/version.ts';
import { createSmallMock } from '../setup.ts';

const operations = Object.entries(ADMIN_DOCUMENT.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ ...operation, name: `${method.toUpperCase()} ${path}`, path })),
);
const ids = operations.map((operation) => operation.operationId);

/** Every object in a value, with its path. */
function* listObjects(value: unknown, at = '#'): Generator<[string, Readonly<Record<string, unknown>>]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [at, value as Record<string, unknown>];
  for (const [key, member] of Object.entries(value)) yield* listObjects(member, `${at}/${key}`);
}

test('the document loads as a contract does: references resolve, every schema compiles', () => {
  const contract = loadContract(ADMIN_DOCUMENT);
  expect(contract.operations.map(({ id }) => id)).toEqual(ids);
});

test('the document has no unresolved reference and no unused component', () => {
  const references = [...listObjects(ADMIN_DOCUMENT)].flatMap(([, { $ref }]) =>
    typeof $ref === 'string' ? [$ref] : [],
  );
  expect(references.filter((reference) => findByPointer(ADMIN_DOCUMENT, reference.slice(1)) === undefined)).toEqual([]);
  const { schemas, responses, parameters } = ADMIN_DOCUMENT.components;
  const components = Object.entries({ schemas, responses, parameters }).flatMap(([kind, byName]) =>
    Object.keys(byName).map((name) => `#/components/${kind}/${name}`),
  );
  // They are there for their types. The document has their members as query parameters.
  const unused = ['TrackerFilter', 'EventFilter', 'StreamFilter', 'CoverageFilter'].map(
    (name) => `#/components/schemas/${name}`,
  );
  expect(components.filter((component) => !references.includes(component))).toEqual(unused);
});

test('each operation has a handler, and each handler an operation', () => {
  expect(new Set(ids).size).toBe(ids.length);
  expect(Object.keys(HANDLERS).toSorted()).toEqual(ids.toSorted());
});

test('a reply has a location exactly if the document describes one', () => {
  const located = operations.filter(({ responses }) => {
    const made = responses['201'];
    return made !== undefined && 'headers' in made && made.headers !== undefined;
  });
  expect(located.map(({ operationId }) => operationId).toSorted()).toEqual(Object.keys(LOCATIONS).toSorted());
});

test.each(operations)(
  '$name declares the parameters of its path, one success, and its failures as problems',
  (operation) => {
    const parameters = (operation.parameters ?? []).flatMap((parameter) => ('name' in parameter ? [parameter] : []));
    const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
    expect(inPath).toEqual([...operation.path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name));
    const statuses = Object.keys(operation.responses);
    expect(statuses.filter((status) => status.startsWith('2'))).toHaveLength(1);
    expect(statuses).toEqual(expect.arrayContaining(['400', '403', '422', '500']));
    expect(statuses.includes('401')).toBe(operation.security === undefined);
    for (const status of statuses.filter((code) => code >= '400')) {
      const response = operation.responses[status];
      expect(response).toHaveProperty('$ref');
    }
  },
);

test('every operation, parameter, response and component schema is described', () => {
  const { schemas, responses } = ADMIN_DOCUMENT.components;
  const described = [
    ...operations.map(({ name, summary }) => [name, summary]),
    ...operations.flatMap(({ name, parameters = [] }) =>
      parameters.flatMap((parameter) =>
        'name' in parameter ? [[`${name} ${parameter.name}`, parameter.description]] : [],
      ),
    ),
    ...Object.entries({ ...schemas, ...responses }).map(([name, node]) => [
      name,
      'description' in node ? node.description : undefined,
    ]),
  ];
  expect(described.filter(([, text]) => text === undefined || text === '')).toEqual([]);
});

test('no reply has a member that the document does not describe', async () => {
  const mock = createSmallMock();
  const session = mock.session();
  const send = (method: string, target: string, body = ''): unknown =>
    mock.handle({ method, target, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) });
  await session.stub({
    match: { operation: 'GET /tracker', method: 'GET', path: '*', headers: { a: null } },
    times: 9,
    probability: 1,
    after: 0,
    delay: { min: 0, max: 0 },
    reply: { status: 503, headers: { a: 'b' }, body: null },
  });
  await session.state.snapshot('a');
  await session.events.add({ task_id: 't', agent_id: 'a' });
  send('PUT', '/tracker/t-fresh', '{"status":5}');
  send('GET', '/tracker');
  send('GET', '/trackers');
  const [record] = await session.requests();

  const { operations: closed } = loadContract(toClosed(ADMIN_DOCUMENT));
  const admin = createAdmin(mock, { token: undefined });
  // The stream's events have a test of their own: requests-stream.test.ts.
  const read = closed.filter(({ method, id }) => method === 'GET' && id !== 'streamRequests');
  for (const operation of read) {
    const target = operation.path
      .replace('trackers/{id}', 'trackers/t-fresh')
      .replace('{id}', record?.id ?? '')
      .replace('{name}', 'default')
      .replace('{operation}', encodeURIComponent('GET /tracker'));
    const reply = await admin({
      method: 'GET',
      target,
      headers: { host: 'localhost' },
      peer: '127.0.0.1',
      readBody: () => Promise.resolve(new Uint8Array()),
      createGoneSignal: () => new AbortController().signal,
    });
    const value: unknown = JSON.parse(reply?.body ?? '');
    expect([target, reply?.status, operation.responses.get('200')?.schema?.check(value)]).toEqual([
      target,
      200,
      undefined,
    ]);
  }
});

/** The document with every object closed that lists its members; a tracker has what its contract gives it. */
function toClosed(document: AdminDocument): unknown {
  return JSON.parse(JSON.stringify(document), (key, value: unknown) =>
    isObject(value) && value['type'] === 'object' && 'properties' in value && key !== 'Tracker'
      ? { additionalProperties: false, ...value }
      : value,
  ) as unknown;
}

test('Prism reads the document and finds every operation', async () => {
  const found = await loadPrism().getHttpOperationsFromSpec(structuredClone(ADMIN_DOCUMENT));
  expect(found.map(({ method, path }) => `${method.toUpperCase()} ${path}`).toSorted()).toEqual(
    operations.map(({ name }) => name).toSorted(),
  );
});

test('the document and the control API report the package’s version', () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  expect(ADMIN_DOCUMENT.info.version).toBe(version);
  expect(VERSION).toBe(version);
});
