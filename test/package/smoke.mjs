// Packs the project, installs the archive into an empty folder as a user would, and runs the binary and the library from there.
// Plain JavaScript, so that it needs nothing that the package does not bring.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));
const manifest = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
const folder = await mkdtemp(join(tmpdir(), 'tracker-mock-smoke-'));
const consumer = join(folder, 'consumer');

let failed = 0;

/** Runs one check, says how it went, and goes on to the next one where it fails. */
async function check(name, prove) {
  try {
    await prove();
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n${error.stack}`);
  }
}

/** Runs a program to its end. Never throws: what it printed and its exit code are what a check looks at. */
function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = execFile(command, args, { cwd: consumer, timeout: 120_000, ...options }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? error.signal), stdout, stderr });
    });
    child.stdin.end();
  });
}

async function runWell(command, args, options) {
  const result = await run(command, args, options);
  assert.equal(
    result.code,
    0,
    `${command} ${args.join(' ')} ended with ${result.code}\n${result.stdout}${result.stderr}`,
  );
  return result.stdout;
}

const binary = (name) => join(consumer, 'node_modules', '.bin', name);

/** Starts `tracker-mock serve` on a free port, gives its address to the function, and stops it as Ctrl-C does. */
async function withServer(use) {
  const server = spawn(binary('tracker-mock'), ['serve', '--port', '0'], {
    cwd: consumer,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit');
  const hung = setTimeout(() => server.kill('SIGKILL'), 60_000);
  try {
    for await (const line of createInterface({ input: server.stdout })) {
      const [, url] = /^tracker-mock ready at (http:\S+)$/.exec(line) ?? [];
      if (url === undefined) continue;
      // Not read any further, but not left to fill up either.
      server.stdout.resume();
      await use(url);
      server.kill('SIGINT');
      assert.deepEqual(await ended, [0, null], 'exit code and signal after Ctrl-C');
      return;
    }
    assert.fail('The server ended before it was ready.');
  } finally {
    clearTimeout(hung);
    server.kill('SIGKILL');
    await ended;
  }
}

async function request(url, init) {
  const reply = await fetch(url, { ...init, headers: { connection: 'close', 'content-type': 'application/json' } });
  return { status: reply.status, body: await reply.json() };
}

const LIBRARY = `
import { createApp, createTrackerMock, startServer } from 'agentex-tracker-mock';
import { createAdminClient } from 'agentex-tracker-mock/client';
import contract from 'agentex-tracker-mock/openapi.json' with { type: 'json' };

const mock = createTrackerMock();
const direct = mock.handle({ method: 'GET', target: '/tracker', headers: {}, body: new Uint8Array() });
const server = await startServer(mock, { port: 0 });
const listed = await fetch(new URL('/tracker', server.url), { headers: { connection: 'close' } });
const count = await createAdminClient(server.url).count();
await server.close();
console.log(JSON.stringify([contract.openapi, typeof createApp(mock), direct.status, listed.status, count]));
`;

const TYPED = `
import type { Server } from 'node:http';
import type { SessionControl } from 'agentex-tracker-mock';
import { createApp, createTrackerMock, startServer } from 'agentex-tracker-mock';
import { createAdminClient } from 'agentex-tracker-mock/client';

const mock = createTrackerMock();
const reply = mock.handle({ method: 'GET', target: '/tracker', headers: {}, body: new Uint8Array() });
export const status: number = reply.status;
export const listening: Server = createApp(mock).listen(0);
const server: { readonly url: string; close(): Promise<void> } = await startServer(mock, { port: 0 });
export const controls: SessionControl[] = [mock.session('a'), createAdminClient(server.url, { session: 'a' })];
await server.close();
// @ts-expect-error The method of a request is text.
mock.handle({ method: 5, target: '/tracker', headers: {}, body: new Uint8Array() });
`;

const VITEST_KIT = `
import { expect, test } from 'agentex-tracker-mock/vitest';

test('a session', async ({ trackerUrl, trackerSession }) => {
  const reply = await fetch(trackerUrl + '/tracker');
  expect(reply.status).toBe(200);
  await expect(trackerSession).toHaveReceived({ method: 'GET', path: '/tracker' });
  await expect(trackerSession).toHaveNoViolations();
});
`;

const PLAYWRIGHT_KIT = `
import { expect, test } from 'agentex-tracker-mock/playwright';

test('a session', async ({ request, trackerSession }) => {
  const reply = await request.get('tracker');
  expect(reply.status()).toBe(200);
  await expect(trackerSession).toHaveReceived({ method: 'GET', path: '/tracker' });
  await expect(trackerSession).toHaveNoViolations();
});
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

async function main() {
  await mkdir(consumer);
  // `prepare` builds, and prints to stdout; the file's name is known without it.
  await runWell('npm', ['pack', '--pack-destination', folder], { cwd: project });
  const archive = join(folder, `${manifest.name}-${manifest.version}.tgz`);
  await writeFile(join(consumer, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  await runWell('npm', ['install', '--omit=dev', '--no-audit', '--no-fund', '--prefer-offline', archive]);
  const installed = join(consumer, 'node_modules', manifest.name);

  await check('the package holds what src/ compiles to, and nothing else', async () => {
    const sources = (await readdir(join(project, 'src'), { recursive: true })).filter((path) => path.endsWith('.ts'));
    const built = await readdir(join(installed, 'dist'), { recursive: true, withFileTypes: true });
    const expected = sources.flatMap((path) => [path.replace(/\.ts$/, '.js'), path.replace(/\.ts$/, '.d.ts')]);
    const own = built.filter((entry) => entry.isFile() && !entry.parentPath.endsWith('bundle'));
    assert.equal(own.length, expected.length + 1, 'beside the bundle, the compiled schemas alone are added');
    await access(join(installed, 'dist', 'embedded-schemas.cjs'));
    await Promise.all(expected.map((path) => access(join(installed, 'dist', path))));
  });

  await check('an install brings no optional peer', async () => {
    await assert.rejects(access(join(consumer, 'node_modules', '@stoplight')));
  });

  for (const name of Object.keys(manifest.bin)) {
    await check(`${name} --version`, async () => {
      assert.equal((await runWell(binary(name), ['--version'])).trim(), manifest.version);
    });
  }

  await check('tracker-mock --help', async () => {
    const help = await runWell(binary('tracker-mock'), ['--help']);
    for (const word of ['serve', 'check', 'conformance']) assert.match(help, new RegExp(`\\b${word}\\b`));
  });

  await check('tracker-mock check', async () => {
    await runWell(binary('tracker-mock'), ['check']);
  });

  await check('tracker-mock conformance says what to install where there is no Prism', async () => {
    const result = await run(binary('tracker-mock'), ['conformance']);
    assert.equal(result.code, 2);
    assert.match(result.stderr, /^[^\n]*@stoplight\/prism-cli[^\n]*\n$/);
  });

  await check('tracker-mock serve', async () => {
    await withServer(async (url) => {
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
    await writeFile(join(consumer, 'library.js'), LIBRARY);
    const printed = await runWell(process.execPath, ['library.js']);
    assert.deepEqual(JSON.parse(printed), ['3.1.0', 'function', 200, 200, 2]);
  });

  await check('the library, from strict TypeScript', async () => {
    await writeFile(join(consumer, 'typed.ts'), TYPED);
    await writeFile(join(consumer, 'tsconfig.json'), JSON.stringify(TSCONFIG));
    await runWell(process.execPath, [join(project, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', '.']);
  });

  // The optional peers, as the project has them.
  const modules = join(project, 'node_modules');
  await mkdir(join(consumer, 'node_modules', '@playwright'));
  for (const peer of ['vitest', join('@playwright', 'test')]) {
    await symlink(join(modules, peer), join(consumer, 'node_modules', peer), 'junction');
  }

  await check('the kit for vitest', async () => {
    await writeFile(join(consumer, 'kit.test.js'), VITEST_KIT);
    await runWell(process.execPath, [join(modules, 'vitest', 'vitest.mjs'), 'run', 'kit.test.js']);
  });

  await check('the kit for Playwright', async () => {
    await writeFile(join(consumer, 'kit.spec.js'), PLAYWRIGHT_KIT);
    await runWell(process.execPath, [join(modules, '@playwright', 'test', 'cli.js'), 'test', 'kit.spec.js']);
  });
}

try {
  await main();
} catch (error) {
  failed += 1;
  console.log(`FAILED  to pack or install the package\n${error.stack}`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;
