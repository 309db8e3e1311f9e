import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createTrackerMock } from '../../src/index.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { run } from './run-main.ts';

interface Document {
  paths: Record<string, Record<string, { parameters?: object[]; responses?: object }>>;
  components: { schemas: Record<string, { required?: string[]; properties: Record<string, unknown> }> };
}

/** Returns the contract as a revision has it. */
function revise(change: (document: Document) => void): Document {
  const document = JSON.parse(readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8')) as Document;
  change(document);
  return document;
}

const ID = '9c41e6d8-80d8-4983-95db-d03ae99b3c71';

/** Records requests with a mock: `GET /tracker`, or a PUT with a body. */
async function record(
  requests: readonly (readonly [target: string, body?: string | undefined, session?: string])[],
): Promise<object> {
  const mock = createTrackerMock();
  const entries: unknown[] = [];
  for (const [target, body, session] of requests) {
    const headers = { 'content-type': 'application/json', ...(session !== undefined && { 'x-mock-session': session }) };
    const init = body === undefined ? { headers } : { method: 'PUT', headers, body };
    await mock.fetch(new Request(`http://mock.test${target}`, init));
  }
  for (const { name } of mock.sessions.list()) entries.push(...(await mock.session(name).har()).log.entries);
  return { log: { version: '1.2', entries } };
}

async function check(
  contract: object,
  har: object,
  ...args: string[]
): Promise<{ code: number; out: string; err: string; folder: string }> {
  const folder = createTemporaryFolder({ 'next.json': contract, 'run.har': har });
  const files = ['--contract', join(folder, 'next.json'), '--traffic', join(folder, 'run.har')];
  const { code, out, err } = await run('check', ...files, ...args);
  return { code, out: out.replaceAll(`${folder}/`, ''), err: err.replaceAll(`${folder}/`, ''), folder };
}

test('check --traffic names exactly the requests that lack a member that the revision requires, and their tests', async () => {
  const har = await record([
    [`/tracker/${ID}`, '{"status":"A"}', 'first-1'],
    [`/tracker/${ID}`, '{"status":"A","status_reason":"x"}', 'second-2'],
    [`/tracker/${ID}`, '{"status_reason":null}', 'second-2'],
    [`/__session/third-3/tracker/${ID}`, '{"status":5}'],
    ['/tracker', undefined, 'first-1'],
  ]);
  const revision = revise(({ components: { schemas } }) => {
    Object.assign(schemas['UpdateAgentTaskTrackerRequest'] ?? {}, { required: ['status_reason'] });
  });
  const { code, out, err } = await check(revision, har);
  expect({ code, err }).toEqual({ code: 1, err: '' });
  expect(out).toContain(
    '\n  test third-3; not allowed by the present contract either: request body.status: Input should be a valid string\n',
  );
  expect(out).toContain('\n  test first-1\n');
  expect(out.match(/would break: request body\.status_reason: Field required/g)).toHaveLength(2);
  expect(out).toMatch(
    /next\.json would break 2 of 5 recorded requests, in 2 of 3 tests: (?:third-3, first-1|first-1, third-3)\n/,
  );
});

test('check --traffic says what else a revision breaks: operations, parameters, and replies, which are information', async () => {
  const har = await record([['/tracker?limit=100'], [`/tracker/${ID}`], ['/agents'], ['/unknown']]);
  const revision = revise(({ paths, components: { schemas } }) => {
    delete paths['/agents'];
    paths['/tracker']?.['get']?.parameters?.splice(2, 1, {
      name: 'limit',
      in: 'query',
      schema: { type: 'integer', maximum: 50 },
    });
    schemas['AgentTaskTracker']?.required?.push('priority');
    Object.assign(schemas['AgentTaskTracker']?.properties ?? {}, { priority: { type: 'integer' } });
  });
  const { code, out } = await check(revision, har);
  expect(code).toBe(1);
  expect(out).toContain(
    'GET /tracker?limit=100  would break: request query.limit: Input should be less than or equal to 50\n',
  );
  expect(out).toContain('GET /agents  would break: the revision has no operation for it: ');
  expect(out).toContain(
    `GET /tracker/${ID}  information: the recorded reply: reply body: must have required property 'priority'\n`,
  );
  expect(out).toContain('note: 1 entry not judged: has no operation in the present contract\n');
  expect(out).toContain('next.json would break 2 of 3 recorded requests, in 1 of 1 test: run.har\n');
  expect(out).toContain('2 recorded replies would not be allowed\n');
});

test('check --traffic ends with 0 if only replies, or nothing, would break', async () => {
  const har = await record([['/tracker?limit=1']]);
  const revision = revise(({ paths }) => {
    Object.assign(paths['/tracker']?.['get'] ?? {}, { responses: { 202: { description: 'x' } } });
  });
  const { code, out } = await check(revision, har);
  expect(code).toBe(0);
  expect(out).toContain(
    'information: the recorded reply: the contract does not list the status 200 for GET /tracker\n',
  );
  expect(
    await check(
      revise(() => undefined),
      har,
    ),
  ).toMatchObject({
    code: 0,
    out: expect.stringContaining(
      'next.json would break 0 of 1 recorded request, in 0 of 1 test\n0 recorded replies would not be allowed\n',
    ) as string,
  });
});

test('check --traffic takes the session from an archive of another program, and the present contract from a file', async () => {
  const request = {
    method: 'GET',
    url: 'http://api.test/shops',
    headers: [{ name: 'X-Mock-Session', value: 'shop-test' }],
  };
  const har = {
    log: {
      entries: [
        { request, response: { status: 200 } },
        { request, response: { status: 0 } },
      ],
    },
  };
  const toContract = (parameters: object[]): object => ({
    openapi: '3.1.0',
    info: { title: 'Shop', version: '1' },
    paths: { '/shops': { get: { parameters, responses: { 200: { description: 'x' } } } } },
  });
  const folder = createTemporaryFolder({ 'present.json': toContract([]) });
  const revision = toContract([{ name: 'city', in: 'query', required: true, schema: { type: 'string' } }]);
  const { code, out } = await check(revision, har, '--present-contract', join(folder, 'present.json'));
  expect(code).toBe(1);
  expect(out).toContain('would break: request query.city: Field required\n  test shop-test\n');
  expect(out).toContain('note: 1 entry not judged: has no reply\n');
});

test('check --traffic does not judge headers that an archive leaves out', async () => {
  const toEntry = (headers: object[]): object => ({
    request: { method: 'GET', url: 'http://api.test/tracker', headers },
    response: { status: 404 },
  });
  const har = { log: { entries: [toEntry([]), toEntry([{ name: 'accept', value: '*/*' }])] } };
  const revision = revise(({ paths }) => {
    const parameter = { name: 'X-Team', in: 'header', required: true, schema: { type: 'string' } };
    paths['/tracker']?.['get']?.parameters?.push(parameter);
  });
  const { code, out } = await check(revision, har);
  expect(code).toBe(1);
  expect(out).toContain('run.har: /log/entries/1 GET /tracker  would break: request header.X-Team: Field required\n');
  expect(out).toContain('note: the archive does not have the headers of 1 request, which were not judged\n');
  expect(out).toContain('next.json would break 1 of 2 recorded requests');
});

test('check --traffic fails if no request can be judged', async () => {
  const har = {
    log: { entries: [{ request: { method: 'GET', url: 'http://api.test/x' }, response: { status: 404 } }] },
  };
  const folder = createTemporaryFolder({});
  const junit = join(folder, 'report.xml');
  const { code, out } = await check(
    revise(() => undefined),
    har,
    '--junit',
    junit,
  );
  expect(code).toBe(1);
  expect(out).toContain('failed: no recorded request has an operation of the contract\n');
  expect(readFileSync(junit, 'utf8')).toContain(
    '<failure message="no recorded request has an operation of the contract" type="impact">',
  );
});

test('check --traffic writes a test case for each recorded test', async () => {
  const har = await record([
    [`/tracker/${ID}`, '{}', 'first-1'],
    ['/tracker', undefined, 'second-2'],
  ]);
  const folder = createTemporaryFolder({});
  const revision = revise(({ components: { schemas } }) => {
    Object.assign(schemas['UpdateAgentTaskTrackerRequest'] ?? {}, { required: ['status_reason'] });
    schemas['AgentTaskTracker']?.required?.push('priority');
    Object.assign(schemas['AgentTaskTracker']?.properties ?? {}, { priority: { type: 'integer' } });
  });
  await check(revision, har, '--junit', join(folder, 'report.xml'));
  const xml = readFileSync(join(folder, 'report.xml'), 'utf8');
  expect(xml).toContain('tests="3" failures="1"');
  expect(xml).toMatch(
    /name="first-1 keeps the revision" assertions="1">\s*<failure message="1 request would break" type="impact">/,
  );
  expect(xml).toMatch(/name="second-2 keeps the revision" assertions="1">\s*<system-out>/);
});

test.each([
  [['--traffic', 'x.har'], '--traffic needs --contract with the revision.'],
  [
    ['--traffic', 'x.har', '--contract', 'next.json', 'y.har'],
    '"y.har" is given beside --traffic, which names all archives.',
  ],
  [['--traffic', 'package.json', '--contract', 'next.json'], '"package.json" is no HTTP Archive.'],
  [['--traffic', 'x.har', '--contract', 'next.json', '--strict'], 'they have no use for --strict. Leave it out.'],
  [['--present-contract', 'x.json'], 'they have no use for --present-contract. Leave it out.'],
])('check %j is refused', async (args, message) => {
  const { code, err } = await run('check', ...args);
  expect(code).toBe(2);
  expect(err).toContain(message);
});
