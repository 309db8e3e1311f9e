import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createServer as createNetServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createTrackerMock, startServer } from 'agentex-tracker-mock';
import type { InlineConfig } from 'vite';
import { createServer, loadConfigFromFile } from 'vite';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { parse } from 'yaml';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { toCommands, toWords } from './curl.ts';
import { readBlocks, readProjectFile, toProjectPath } from './markdown.ts';

// The files and commands of docs/ci.md, run by what they are for. What needs pytest or wait-on is in acceptance/ci.

const GUIDE = 'docs/ci.md';

/** The files of the guide: a block that is introduced by the name of a file. */
const FILES = new Map(
  [...readProjectFile(GUIDE).matchAll(/`([\w./-]+)`:\n\n```\w+\n(.*?)^```$/gms)].map(([, name = '', text = '']) => [
    name,
    text,
  ]),
);

test('each program of the guide is a file that runs here or in acceptance/ci', () => {
  const programs = readBlocks(GUIDE).filter(({ language }) => ['ts', 'js', 'python'].includes(language));
  expect([...FILES.keys()]).toEqual([
    'conftest.py',
    'test_tracker.py',
    'playwright.config.ts',
    'vite.config.ts',
    'vite.mock.config.ts',
    '.storybook/main.ts',
  ]);
  expect(programs.map(({ text }) => text)).toEqual([...FILES.values()]);
});

/** A project with the package and what the guide uses in its node_modules, as npm would put it there. */
function createProject(files: Record<string, string>): string {
  const folder = createTemporaryFolder({ 'package.json': { type: 'module' }, ...files });
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  const links = {
    'agentex-tracker-mock': '.',
    '@playwright': 'node_modules/@playwright',
    vite: 'node_modules/vite',
    '.bin/tracker-mock': 'dist/bundle/bin.js',
    '.bin/playwright': 'node_modules/@playwright/test/cli.js',
  };
  for (const [name, target] of Object.entries(links)) {
    symlinkSync(toProjectPath(target), join(folder, 'node_modules', name));
  }
  return folder;
}

/** Runs a command that needs no shell, and returns its exit code and outputs. */
function runCommand(command: string, cwd: string): Promise<{ code: unknown; text: string }> {
  const [file = '', ...args] = toWords(command);
  const env = { ...process.env, VITEST: undefined, NODE_ENV: undefined, TEST_WORKER_INDEX: undefined, CI: '1' };
  return new Promise((resolve) => {
    execFile(file, args, { cwd, env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, text: stdout + stderr }),
    );
  });
}

async function findFreePort(): Promise<number> {
  const server = createNetServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap((part) => listTexts(part)) : [];
}

describe('the commands for npm test', () => {
  const blocks = readBlocks(GUIDE);
  const commands = [
    ...blocks.filter(({ language }) => language === 'sh').flatMap(({ text }) => toCommands(text)),
    ...blocks.filter(({ language }) => language === 'yaml').flatMap(({ text }) => listTexts(parse(text))),
  ].filter((command) => command.endsWith('-- npm test'));

  test('are in the shell blocks, and in the workflows of GitHub and GitLab', () => {
    expect(commands).toHaveLength(4);
  });

  test.each([...new Set(commands)])(
    '%s',
    async (command) => {
      const project = createProject({
        'package.json': JSON.stringify({ type: 'module', scripts: { test: 'node test.js' } }),
        'test.js':
          'process.exitCode = (await fetch(`${process.env.AGENTEX_BASE_URL}/tracker`)).status === 200 ? 0 : 1;',
      });
      const { code, text } = await runCommand(command, project);
      expect(text).toContain('1 request, 0 violations, ');
      expect(code).toBe(0);
      expect(existsSync(join(project, 'report.xml'))).toBe(command.includes('--junit report.xml'));
    },
    60_000,
  );
});

describe('Playwright', () => {
  const spec = `
    import { expect, test } from '@playwright/test';
    test('the mock answers', async ({ request }) => {
      expect((await request.get(\`\${process.env.AGENTEX_BASE_URL ?? ''}/tracker\`)).status()).toBe(200);
    });
  `;

  test('starts the mock as its web server, and the mock writes its report', async () => {
    const port = await findFreePort();
    const config = FILES.get('playwright.config.ts')?.replaceAll('4010', String(port)) ?? '';
    const project = createProject({ 'playwright.config.ts': config, 'tracker.spec.ts': spec });
    const { code, text } = await runCommand('npx playwright test', project);
    expect(text).toContain('1 passed');
    expect(code).toBe(0);
    expect(readFileSync(join(project, 'report.xml'), 'utf8')).toContain(
      'name="GET /tracker keeps the contract" assertions="1"',
    );
    await expect(fetch(`http://127.0.0.1:${port}/readyz`)).rejects.toThrow('fetch failed');
  }, 120_000);

  test('is a command of run', async () => {
    const command = toCommands(
      readBlocks(GUIDE)
        .filter(({ language }) => language === 'sh')
        .map(({ text }) => text)
        .join('\n'),
    ).find((line) => line.endsWith('-- npx playwright test'));
    const project = createProject({ 'tracker.spec.ts': spec });
    const { code, text } = await runCommand(command?.replace('4010', String(await findFreePort())) ?? '', project);
    expect(text).toContain('1 passed');
    expect(code).toBe(0);
  }, 120_000);
});

/** Serves with Vite on a free port, and returns its address. */
async function serveWithVite(config: InlineConfig): Promise<string> {
  const server = await createServer({ ...config, logLevel: 'silent', server: { host: '127.0.0.1', port: 0 } });
  onTestFinished(() => server.close());
  await server.listen();
  return `http://127.0.0.1:${(server.httpServer?.address() as AddressInfo | undefined)?.port}`;
}

describe('Vite', () => {
  test('passes requests on to the mock', async () => {
    const mock = createTrackerMock();
    const server = await startServer(mock, { port: 0 });
    onTestFinished(() => server.close());
    vi.stubEnv('TRACKER_MOCK_URL', server.url);
    const root = createProject({ 'vite.config.ts': FILES.get('vite.config.ts') ?? '' });
    const url = await serveWithVite({ root, configFile: join(root, 'vite.config.ts') });
    expect((await fetch(`${url}/api/tracker?limit=1`)).status).toBe(200);
    expect(await mock.session().requests()).toMatchObject([{ path: '/tracker', query: 'limit=1' }]);
  });

  test('serves the mock itself', async () => {
    const root = createProject({ 'vite.mock.config.ts': FILES.get('vite.mock.config.ts') ?? '' });
    const url = await serveWithVite({ root, configFile: join(root, 'vite.mock.config.ts') });
    const reply = await fetch(`${url}/api/tracker?limit=1`);
    expect(reply.status).toBe(200);
    expect(await reply.json()).toHaveLength(1);
  });
});

interface Storybook {
  readonly viteFinal: (config: InlineConfig) => InlineConfig;
}

// Vite does what Storybook does with `viteFinal`; Storybook itself would install some hundred packages to show no more than that.
test('Storybook serves the mock, by the configuration of Vite that it gets', async () => {
  const root = createProject({ '.storybook/main.ts': FILES.get('.storybook/main.ts') ?? '' });
  const loaded = await loadConfigFromFile({ command: 'serve', mode: 'test' }, join(root, '.storybook/main.ts'), root);
  const storybook = loaded?.config as Storybook | undefined;
  const url = await serveWithVite(storybook?.viteFinal({ root, configFile: false }) ?? {});
  expect((await fetch(`${url}/api/tracker?limit=1`)).status).toBe(200);
});
