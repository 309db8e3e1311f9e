import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));

export interface Run {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script of Node's in the project's folder to its end. Never rejects. */
export function runNode(script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  // A run in a run: what tells the inner one that it is part of the outer one is taken away.
  const options = {
    cwd: project,
    env: { ...toOuterEnvironment(), NO_COLOR: '1', ...env },
    maxBuffer: 64 * 1024 * 1024,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, stdout, stderr });
    });
  });
}

/** The environment without what would tell a runner that it is part of another one's run. */
function toOuterEnvironment(): NodeJS.ProcessEnv {
  const own = ([name]: [string, unknown]): boolean => !/^VITEST|^NODE_ENV$|^TEST$/.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(own));
}
