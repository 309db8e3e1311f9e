import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServedMock } from '../served-mock.ts';
import { serveMock } from '../served-mock.ts';
import { WORLD } from './world.ts';

/**
 * Serves the world by the built command: the contract that comes with it, or another one, which is JSON as it was published.
 *
 * @throws where it does not come up
 */
export async function startMock(folder: string, contract: string | undefined): Promise<ServedMock> {
  const world = join(folder, 'world.json');
  writeFileSync(world, JSON.stringify(WORLD));
  const args = ['--fixtures', world];
  if (contract !== undefined) {
    const file = join(folder, 'contract.json');
    writeFileSync(file, contract);
    args.push('--contract', file);
  }
  return serveMock(args);
}
