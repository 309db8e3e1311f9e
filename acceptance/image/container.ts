import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from './engine.ts';
import { mustRun } from './engine.ts';

/** A container of the image, published on a free port of loopback. */
export interface Container {
  readonly url: string;
  /** Waits until the engine calls it healthy. Returns its last status. */
  waitForHealth(): Promise<string>;
  /** Runs a program of JavaScript in it, and returns what that printed. */
  evaluate(program: string): string;
  /** Returns the exit code after a stop that leaves it 2 seconds; 137 if it took longer. */
  stop(): string;
  remove(): void;
}

/** How long a container may take to turn healthy, in milliseconds. */
const PATIENCE = 60_000;
const PORT = '4010';

/**
 * Starts a container.
 *
 * @param args those of the engine's `run`, without its name and its port
 * @throws if it does not start, with what it logged
 */
export function startContainer(engine: Engine, name: string, args: readonly string[]): Container {
  mustRun(engine, 'run', '--detach', '--name', name, '--publish', `127.0.0.1::${PORT}`, ...args);
  const port = engine.run('port', name, `${PORT}/tcp`);
  if (port.code !== 0) throw new Error(`The container ended: ${engine.run('logs', name).output}`);
  const inspect = (format: string): string => mustRun(engine, 'inspect', '--format', format, name);
  return {
    url: `http://${port.output.split('\n')[0] ?? ''}`,
    async waitForHealth() {
      const deadline = Date.now() + PATIENCE;
      for (;;) {
        // Docker repeats the check by itself.
        if (engine.name === 'podman') engine.run('healthcheck', 'run', name);
        const status = inspect('{{.State.Health.Status}}');
        if (status === 'healthy' || Date.now() > deadline) return status;
        await sleep(200);
      }
    },
    evaluate: (program) => engine.run('exec', name, 'node', '-e', program).output,
    stop() {
      mustRun(engine, 'stop', '-t', '2', name);
      return inspect('{{.State.ExitCode}}');
    },
    remove: () => void engine.run('rm', '--force', name),
  };
}
