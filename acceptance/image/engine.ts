import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requirePrograms } from '../debian-packages.ts';
import { findFile } from '../project.ts';
import { say } from '../result.ts';

/** The code with which a program exited, and what it printed; with its error output if it failed. */
export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/** Docker, or Podman if there is no Docker. */
export interface Engine {
  readonly name: 'docker' | 'podman';
  /** Runs a command of the engine, such as `run`. */
  run(...args: readonly string[]): Ran;
  /** Runs any program so that it finds the engine. */
  runProgram(program: string, args: readonly string[], environment?: Readonly<Record<string, string>>): Ran;
}

const PODMAN = {
  podman: 'podman',
  runc: 'runc',
  iptables: 'iptables',
  '/usr/lib/podman/netavark': 'netavark',
  '/usr/lib/podman/aardvark-dns': 'aardvark-dns',
};

/**
 * Podman asks for higher limits than a machine without CAP_SYS_RESOURCE grants, and Debian's crun does not start where both versions of
 * cgroups are mounted.
 */
const CONTAINERS_CONF = `[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
[engine]
runtime = "runc"
`;

/**
 * @param folder for files that are needed only while the test runs
 * @throws if there is neither, and Podman can't be installed
 */
export function findEngine(folder: string): Engine {
  const name = spawnSync('docker', ['version'], { stdio: 'ignore' }).status === 0 ? 'docker' : 'podman';
  const variables: Record<string, string> = {};
  if (name === 'podman') {
    requirePrograms(PODMAN);
    const file = join(folder, 'containers.conf');
    writeFileSync(file, CONTAINERS_CONF);
    variables['CONTAINERS_CONF'] = file;
  }
  const runProgram: Engine['runProgram'] = (program, args, environment = {}) => {
    const env = { ...process.env, ...variables, ...environment };
    const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: findFile('.'), env, encoding: 'utf8' });
    // What a command that succeeds writes to the error output are warnings.
    const output = status === 0 ? stdout : [stdout ?? '', stderr ?? '', error?.message ?? ''].join('\n');
    return { code: status, output: output.trim() };
  };
  const engine: Engine = { name, runProgram, run: (...args) => runProgram(name, args) };
  say(mustRun(engine, '--version'));
  return engine;
}

/** @throws if the command fails, with its output */
export function mustRun(engine: Engine, ...args: readonly string[]): string {
  const { code, output } = engine.run(...args);
  if (code !== 0) {
    throw new Error(`Failed to run ${engine.name} ${args.join(' ')}: code ${code}\n${output.slice(-3000)}`);
  }
  return output;
}

/**
 * Returns the arguments with which a build in Podman reaches the registry as this machine does: npm's settings, and the certificates that they
 * name. A build in Docker has the network of the engine.
 */
export function toBuildOptions({ name, runProgram }: Engine): string[] {
  if (name === 'docker') return [];
  const read = (key: string): string => runProgram('npm', ['config', 'get', key]).output;
  const files = [
    [read('userconfig'), '/root/.npmrc'],
    [read('globalconfig'), '/usr/local/etc/npmrc'],
    [read('cafile'), read('cafile')],
  ];
  return [
    '--network=host',
    '--pull=never',
    ...files.filter(([path = '']) => existsSync(path)).flatMap(([from, to]) => ['--volume', `${from}:${to}:ro`]),
  ];
}
