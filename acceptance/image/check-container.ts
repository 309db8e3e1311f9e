import { say } from '../result.ts';
import type { Checks } from './checks.ts';
import type { Container } from './container.ts';
import { startContainer } from './container.ts';
import type { Engine } from './engine.ts';

/** How a container is run, and what is expected of it. */
export interface Expected {
  readonly name: string;
  /** The arguments of the engine's `run`, without its name and its port. */
  readonly args: readonly string[];
  /** If it has one. */
  readonly token?: string | undefined;
  readonly isReadOnly: boolean;
  readonly keepsState: boolean;
  /** The paths that must answer with 200. */
  readonly probes: readonly string[];
}

/** Runs a container, changes something in it, stops it, and runs another one with the same arguments. */
export async function checkContainer(engine: Engine, expected: Expected, checks: Checks): Promise<void> {
  const { name, args, token, isReadOnly, keepsState, probes } = expected;
  const { check } = checks;
  say(`run ${args.join(' ').replaceAll(token ?? '…', '…')}`);
  const first = startContainer(engine, name, args);
  check('the health check', await first.waitForHealth(), 'healthy');
  check('the user', first.evaluate('console.log(`${process.getuid()} ${process.getgid()}`)'), '1000 1000');
  check('a write to the root file system', tryToWrite(first, '/app/new'), isReadOnly ? 'EROFS' : 'EACCES');
  check('a write to the volume', tryToWrite(first, '/state/new'), 'written');
  for (const path of probes) check(path, (await checks.get(`${first.url}${path}`)).status, 200);
  const sessions = `${first.url}/__admin/sessions`;
  check('the control API without a token', (await checks.get(sessions)).status, token === undefined ? 404 : 401);
  if (token !== undefined) check('the control API with the token', (await checks.get(sessions, token)).status, 200);
  check('an update', (await checks.update(first.url, 'KEPT')).status, 200);
  check('the exit code after SIGTERM', first.stop(), '0');
  first.remove();

  const second = startContainer(engine, name, args);
  check('the health check of the next container', await second.waitForHealth(), 'healthy');
  check('the next container has the change', (await checks.readStatus(second.url)) === 'KEPT', keepsState);
  second.remove();
}

/** Returns the code of the error, or that there was none. */
function tryToWrite({ evaluate }: Container, path: string): string {
  return evaluate(
    `try { fs.writeFileSync('${path}', ''); console.log('written') } catch ({ code }) { console.log(code) }`,
  );
}
