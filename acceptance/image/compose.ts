import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../free-port.ts';
import type { Checks } from './checks.ts';
import type { Engine } from './engine.ts';

/** How long the demo may take to answer, in milliseconds. */
const PATIENCE = 60_000;

/**
 * Starts compose.yaml, changes something, removes the containers, and starts it again.
 *
 * @param program `docker compose` or podman-compose, with its first arguments
 */
export async function checkCompose(
  { name, runProgram }: Engine,
  [program, ...first]: readonly [string, ...string[]],
  project: string,
  token: string,
  checks: Checks,
): Promise<void> {
  const { check } = checks;
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const variables = { TRACKER_MOCK_ADMIN_TOKEN: token, MOCK_PORT: String(port) };
  const run = (args: readonly string[], environment: Readonly<Record<string, string>> = variables): string => {
    const { code, output } = runProgram(program, [...first, '--project-name', project, ...args], environment);
    return code === 0 ? 'ok' : output.slice(-1000);
  };
  // podman-compose would build without the arguments that Podman needs here.
  const up = ['up', '--detach', ...(name === 'docker' ? ['--build', '--wait'] : ['--no-build'])];
  check('Compose without a token', run(up, { TRACKER_MOCK_ADMIN_TOKEN: '' }) === 'ok', false);
  try {
    check('Compose starts', run(up), 'ok');
    check('the demo is ready', await waitUntilReady(url, checks), 200);
    check('its control API', (await checks.get(`${url}/__admin/sessions`, token)).status, 200);
    const scenario = (await checks.get(`${url}/__admin/scenario`, token)).body as { readonly state?: unknown };
    check('its scenario', scenario.state, 'playing');
    check('an update', (await checks.update(url, 'KEPT')).status, 200);
    check('Compose stops', run(['down']), 'ok');
    check('Compose starts again', run(up), 'ok');
    check('the demo is ready again', await waitUntilReady(url, checks), 200);
    check('the state', await checks.readStatus(url), 'KEPT');
  } finally {
    check('Compose removes it all', run(['down', '--volumes']), 'ok');
  }
}

async function waitUntilReady(url: string, { get }: Checks): Promise<number> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const status = await get(`${url}/readyz`).then(
      (reply) => reply.status,
      () => 0,
    );
    if (status === 200 || Date.now() > deadline) return status;
    await sleep(100);
  }
}
