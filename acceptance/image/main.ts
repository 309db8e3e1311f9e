import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findFile } from '../project.ts';
import { installPython } from '../python.ts';
import { printResult, say } from '../result.ts';
import { checkContainer } from './check-container.ts';
import { createChecks } from './checks.ts';
import { checkCompose } from './compose.ts';
import { makeDebianBase } from './debian-base.ts';
import type { Engine } from './engine.ts';
import { findEngine, mustRun, toBuildOptions } from './engine.ts';
import { readGuide, readManifest } from './guide.ts';

// Does what docs/deployment.md says, with Docker or with Podman. The image has the name of the guide, the containers and volumes a name of their own.

const IMAGE = 'agentex-tracker-mock';
const NAME = `tracker-mock-acceptance-${process.pid}`;
const TOKEN = randomBytes(24).toString('hex');
const PROBES = ['/healthz', '/readyz', '/__admin/health'];

const checks = createChecks();
const folder = mkdtempSync(join(tmpdir(), 'tracker-mock-image-'));
try {
  const engine = findEngine(folder);
  const python = installPython(findFile('acceptance/image/requirements.txt'), findFile('acceptance/image/.venv'));
  const tools = dirname(python);
  lint(engine, tools);
  build(engine);
  try {
    for (const args of readGuide('docker run')) await checkGuide(engine, args.slice(2));
    await checkManifest(engine);
  } finally {
    engine.run('rm', '--force', NAME);
    engine.run('volume', 'rm', '--force', NAME);
  }
  const compose =
    engine.name === 'docker' ? (['docker', 'compose'] as const) : ([join(tools, 'podman-compose')] as const);
  await checkCompose(engine, compose, NAME, TOKEN, checks);
} catch (error) {
  checks.check('the test', String(error), 'finished');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
printResult({ name: 'image', requests: checks.requests, differences: 0, failures: checks.failures });

function lint({ runProgram }: Engine, tools: string): void {
  for (const [tool, ...args] of [
    ['hadolint', 'Dockerfile'],
    ['kubernetes-validate', '--strict', '--quiet', 'examples/kubernetes/tracker-mock.yaml'],
  ] as const) {
    const { code, output } = runProgram(join(tools, tool), args);
    checks.check(`${tool} ${args.at(-1)}`, `${output}${code}`, '0');
  }
}

function build(engine: Engine): void {
  const [[, command = '', ...args] = []] = readGuide('docker build');
  const base =
    engine.name === 'docker' ? [] : [`--build-arg=NODE_IMAGE=${makeDebianBase(engine, folder)}`, '--format=docker'];
  mustRun(engine, command, ...base, ...toBuildOptions(engine), ...args);
  say(`built ${IMAGE}: ${mustRun(engine, 'image', 'inspect', '--format', '{{.Size}} bytes', IMAGE)}`);
}

/** Runs a command of the guide, with a name, a volume, a port and a token of the test's own. */
async function checkGuide(engine: Engine, given: readonly string[]): Promise<void> {
  const args = given
    .join(' ')
    .replace(/--name \S+ /, '')
    .replace(/-p \S+ /, '')
    .replace(/-v [^:]+:/, `-v ${NAME}:`)
    .replace('-e TRACKER_MOCK_ADMIN_TOKEN ', `-e TRACKER_MOCK_ADMIN_TOKEN=${TOKEN} `)
    .split(' ')
    .filter((argument) => argument !== '-d');
  await checkContainer(
    engine,
    {
      name: NAME,
      args,
      token: args.some((argument) => argument.endsWith(TOKEN)) ? TOKEN : undefined,
      isReadOnly: args.includes('--read-only'),
      keepsState: args.includes('--state'),
      probes: PROBES,
    },
    checks,
  );
}

/** Runs a container as the manifest of Kubernetes does. */
async function checkManifest(engine: Engine): Promise<void> {
  const { securityContext: user, containers } = readManifest();
  const [{ args, env, volumeMounts, securityContext, startupProbe, livenessProbe, readinessProbe }] = containers;
  engine.run('volume', 'rm', '--force', NAME);
  const settings = [
    `--user=${user.runAsUser}:${user.runAsGroup}`,
    ...securityContext.capabilities.drop.map((name) => `--cap-drop=${name}`),
    ...(securityContext.readOnlyRootFilesystem ? ['--read-only'] : []),
    ...(securityContext.allowPrivilegeEscalation ? [] : ['--security-opt=no-new-privileges']),
    ...volumeMounts.map(({ mountPath }) => `--volume=${NAME}:${mountPath}`),
    ...env.map(({ name }) => `--env=${name}=${TOKEN}`),
  ];
  const probes = [startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => httpGet.path);
  await checkContainer(
    engine,
    { name: NAME, args: [...settings, IMAGE, ...args], token: TOKEN, isReadOnly: true, keepsState: true, probes },
    checks,
  );
}
