// Packs the project, installs the archive into an empty folder as a user would, and runs the binary and the library from there.
// Plain JavaScript, so that it needs nothing that the package does not bring.
import assert from 'node:assert/strict';
import { access, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { check, createConsumer, manifest, pack, project, request, withFolder } from './consumer.mjs';

const LIBRARY = `
import { createApp, createTrackerMock, startServer } from 'agentex-tracker-mock';
import { createAdminClient } from 'agentex-tracker-mock/client';
import world from 'agentex-tracker-mock/fixtures/default.json' with { type: 'json' };
import schema from 'agentex-tracker-mock/fixtures/fixture.schema.json' with { type: 'json' };
import contract from 'agentex-tracker-mock/openapi.json' with { type: 'json' };

const mock = createTrackerMock();
const direct = mock.handle({ method: 'GET', target: '/tracker', headers: {}, body: new Uint8Array() });
const server = await startServer(mock, { port: 0 });
const listed = await fetch(new URL('/tracker', server.url), { headers: { connection: 'close' } });
const count = await createAdminClient(server.url).count();
await server.close();
const files = [contract.openapi, world.trackers.length > 0, typeof schema.$schema];
console.log(JSON.stringify([...files, typeof createApp(mock), direct.status, listed.status, count]));
`;

const TYPED = `
import type { Server } from 'node:http';
import type { SessionControl } from 'agentex-tracker-mock';
import { createApp, createTrackerMock, startServer } from 'agentex-tracker-mock';
import { createAdminClient } from 'agentex-tracker-mock/client';

const mock = createTrackerMock();
const reply = mock.handle({ method: 'GET', target: '/tracker', headers: {}, body: new Uint8Array() });
export const status: number = reply.status ?? 0;
// @ts-expect-error There is no status if a fault breaks the connection.
export const always: number = reply.status;
export const listening: Server = createApp(mock).listen(0);
const server: { readonly url: string; close(): Promise<void> } = await startServer(mock, { port: 0 });
export const controls: SessionControl[] = [mock.session('a'), createAdminClient(server.url, { session: 'a' })];
await server.close();
// @ts-expect-error The method of a request is text.
mock.handle({ method: 5, target: '/tracker', headers: {}, body: new Uint8Array() });
`;

// A module of CommonJS: Node loads an ESM package with require.
const COMMONJS = `
const { createTrackerMock } = require('agentex-tracker-mock');
const { status } = createTrackerMock().handle({ method: 'GET', target: '/tracker', headers: {}, body: new Uint8Array() });
console.log(status);
`;

// Strict, and with the declarations of the package and of all that it refers to checked as well.
const TSCONFIG = {
  compilerOptions: {
    module: 'nodenext',
    target: 'es2023',
    lib: ['es2023'],
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    noEmit: true,
  },
  files: ['typed.ts'],
};

/** What the build makes of the embedded contract, so that a start does not have to. */
const prepared = ['embedded-contract.json', 'embedded-schemas.cjs', 'embedded-schemas-rest.cjs'];

await withFolder(async (folder) => {
  const archive = await pack(folder);
  const consumer = await createConsumer(join(folder, 'consumer'));
  const { installed } = consumer;
  const { stderr } = await consumer.tryInstall('--omit=dev', archive);

  await check('an install runs no script and brings no optional peer', async () => {
    assert.doesNotMatch(stderr, /install-scripts/);
    await assert.rejects(access(join(consumer.folder, 'node_modules', '@stoplight')));
  });

  await check('the package holds what src/ compiles to, and nothing else', async () => {
    // esbuild compiles the dashboard.
    const sources = (await readdir(join(project, 'src'), { recursive: true })).filter(
      (path) => path.endsWith('.ts') && !path.startsWith('dashboard'),
    );
    const built = await readdir(join(installed, 'dist'), { recursive: true, withFileTypes: true });
    const compiled = sources.flatMap((path) => [path.replace(/\.ts$/, '.js'), path.replace(/\.ts$/, '.d.ts')]);
    const own = built
      .filter((entry) => entry.isFile() && !/(?:bundle|dashboard)$/.test(entry.parentPath))
      .map((entry) => relative(join(installed, 'dist'), join(entry.parentPath, entry.name)));
    assert.deepEqual(own.toSorted(), [...compiled, ...prepared].toSorted());
  });

  await check('the package holds the dashboard', async () => {
    const files = await readdir(join(installed, 'dist', 'dashboard'));
    assert.deepEqual(files.toSorted(), ['LICENSES.txt', 'app.js', 'index.html', 'style.css', 'worker.js']);
  });

  for (const name of Object.keys(manifest.bin)) {
    await check(`${name} --version`, async () => {
      assert.equal((await consumer.runWell(name, ['--version'])).trim(), manifest.version);
    });
  }

  await check('tracker-mock --help', async () => {
    const help = await consumer.runWell('tracker-mock', ['--help']);
    for (const word of ['serve', 'check', 'conformance']) assert.match(help, new RegExp(`\\b${word}\\b`));
  });

  await check('tracker-mock check', async () => {
    await consumer.runWell('tracker-mock', ['check']);
  });

  await check('tracker-mock conformance says what to install if there is no Prism', async () => {
    const result = await consumer.run('tracker-mock', ['conformance']);
    assert.equal(result.code, 2);
    assert.match(result.stderr, /^[^\n]*@stoplight\/prism-cli[^\n]*\n$/);
  });

  await check('tracker-mock serve', async () => {
    await consumer.serve(async (url) => {
      assert.equal((await request(`${url}/healthz`)).status, 200);
      const [first] = (await request(`${url}/tracker`)).body;
      const update = { method: 'PUT', body: JSON.stringify({ status: 'PROCESSING' }) };
      const updated = await request(`${url}/tracker/${first.id}`, update);
      assert.equal(updated.status, 200);
      assert.equal(updated.body.status, 'PROCESSING');
      assert.equal(updated.body.status_reason, null);
      assert.deepEqual((await request(`${url}/tracker/${first.id}`)).body, updated.body);
    });
  });

  await check('the library, from JavaScript', async () => {
    await consumer.write('library.js', LIBRARY);
    const printed = await consumer.node('library.js');
    assert.deepEqual(JSON.parse(printed), ['3.1.0', true, 'string', 'function', 200, 200, 2]);
  });

  await check('the library, from CommonJS', async () => {
    await consumer.write('library.cjs', COMMONJS);
    assert.equal((await consumer.node('library.cjs')).trim(), '200');
  });

  await check('the library, from strict TypeScript', async () => {
    await consumer.write('typed.ts', TYPED);
    await consumer.write('tsconfig.json', JSON.stringify(TSCONFIG));
    await consumer.node(join(project, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', '.');
  });
});
