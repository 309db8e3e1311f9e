import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { requirePrograms } from '../debian-packages.ts';
import { say } from '../result.ts';
import type { Engine, Ran } from './engine.ts';
import { mustRun } from './engine.ts';

/** The major version of Node in the base image that the Dockerfile names. */
const NODE = 24;
const IMAGE = `localhost/node-on-debian:${NODE}`;

/** What the Dockerfile needs of its base image: Node, npm, certificates, and a user 1000. */
const DOCKERFILE = `FROM scratch
ADD debian.tar /
COPY node /usr/local/bin/node
COPY npm /usr/local/lib/node_modules/npm
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && useradd --uid 1000 --create-home node
`;

/**
 * Makes an image like the official one of Node, which can't be downloaded everywhere, from Debian's packages and from the npm packages of Node and
 * npm. It stays on the machine for the next run.
 *
 * @param folder for files that are needed only while it is made
 * @returns its name
 */
export function makeDebianBase(engine: Engine, folder: string): string {
  if (engine.run('image', 'inspect', IMAGE).code === 0) return IMAGE;
  requirePrograms({ mmdebstrap: 'mmdebstrap' });
  say(`making ${IMAGE}`);
  const context = join(folder, 'base');
  mkdirSync(context);
  must(
    engine.runProgram('mmdebstrap', [
      '--quiet',
      '--variant=minbase',
      '--include=ca-certificates',
      'bookworm',
      join(context, 'debian.tar'),
    ]),
  );
  unpack(engine, context, `node-linux-${process.arch}@${NODE}`, 'node');
  cpSync(join(context, 'node-package/bin/node'), join(context, 'node'));
  unpack(engine, context, 'npm@11', 'npm');
  cpSync(join(context, 'npm-package'), join(context, 'npm'), { recursive: true });
  writeFileSync(join(context, 'Dockerfile'), DOCKERFILE);
  mustRun(engine, 'build', '--pull=never', '--tag', IMAGE, context);
  return IMAGE;
}

/** Unpacks an npm package into the folder `NAME-package`, without its dependencies and without running anything of it. */
function unpack(engine: Engine, context: string, specifier: string, name: string): void {
  const target = join(context, `${name}-package`);
  mkdirSync(target);
  const packed = must(engine.runProgram('npm', ['pack', '--json', '--pack-destination', context, specifier]));
  const [{ filename }] = JSON.parse(packed.slice(packed.indexOf('['), packed.lastIndexOf(']') + 1)) as [
    { readonly filename: string },
  ];
  must(engine.runProgram('tar', ['-xzf', join(context, filename), '-C', target, '--strip-components=1']));
}

function must({ code, output }: Ran): string {
  if (code !== 0) throw new Error(`Failed to make the base image: ${output.slice(-3000)}`);
  return output;
}
