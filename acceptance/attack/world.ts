import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFile } from '../project.ts';

/** The files of the attacked mock. */
export interface World {
  /** A folder with the default fixtures, which the mock watches. */
  readonly folder: string;
  /** The published contract, with two more fields in the body of a `PUT`: `expands` and `grows`. */
  readonly contract: string;
  remove(): Promise<void>;
}

interface Contract {
  readonly components: { readonly schemas: Record<string, { properties?: Record<string, unknown> }> };
}

/** How many schemas name the next one twice. With one more the mock refuses the contract, since over 1,000 schemas would apply to one value. */
const LEVELS = 7;

/** Writes the files into a new folder. */
export async function writeWorld(): Promise<World> {
  const root = await mkdtemp(join(tmpdir(), 'attack-'));
  const folder = join(root, 'fixtures');
  const contract = join(root, 'openapi.json');
  await mkdir(folder);
  await copyFile(findFile('fixtures/default.json'), join(folder, 'default.json'));
  await writeFile(
    contract,
    JSON.stringify(expand(JSON.parse(await readFile(findFile('openapi.json'), 'utf8')) as Contract)),
  );
  return { folder, contract, remove: () => rm(root, { recursive: true, force: true }) };
}

function expand(contract: Contract): Contract {
  const { schemas } = contract.components;
  const twice = (name: string): object => ({ anyOf: [toReference(name), toReference(name)] });
  for (let level = 0; level < LEVELS; level += 1) Object.assign(schemas, { [`E${level}`]: twice(`E${level + 1}`) });
  Object.assign(schemas, {
    [`E${LEVELS}`]: { type: 'integer' },
    Tree: twice('Branch'),
    Branch: { type: 'object', required: ['next'], properties: { next: toReference('Tree') } },
  });
  Object.assign(schemas['UpdateAgentTaskTrackerRequest']?.properties ?? {}, {
    expands: { anyOf: [toReference('E0'), { type: 'null' }] },
    grows: { anyOf: [toReference('Tree'), { type: 'null' }] },
  });
  return contract;
}

function toReference(name: string): { readonly $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}
