import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServedMock } from '../served-mock.ts';
import { serveMock } from '../served-mock.ts';
import type { World } from './world.ts';

/**
 * Serves a world with the built command, and with its embedded contract or another one, as the JSON text that FastAPI published.
 *
 * @throws if it does not start
 */
export async function startMock(
  folder: string,
  { world, contract, profile }: { world: World; contract: string | undefined; profile: 'deployed' | undefined },
): Promise<ServedMock> {
  const fixture = join(folder, 'world.json');
  writeFileSync(fixture, JSON.stringify(world));
  const args = ['--fixtures', fixture];
  if (profile !== undefined) args.push('--profile', profile);
  if (contract !== undefined) {
    const file = join(folder, 'contract.json');
    writeFileSync(file, contract);
    args.push('--contract', file);
  }
  return serveMock(args);
}
