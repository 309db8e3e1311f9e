import { createRequire } from 'node:module';
import { MockError } from '../mock-error.ts';
import { isAtLeast } from '../version.ts';

/**
 * Refuses a test runner that is older than its kit needs. The peer ranges in package.json admit every version, since npm would otherwise refuse the
 * whole installation, even for users of no kit.
 *
 * @param kit the loaded entry point: `agentex-tracker-mock/vitest`
 * @param least the oldest release line that works: `4.1`
 * @throws {MockError} `option-invalid`; its message is one line that says what to install
 */
export function checkRunner(kit: string, runner: string, least: string): void {
  const manifest: unknown = createRequire(import.meta.url)(`${runner}/package.json`);
  const version: unknown =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : undefined;
  if (typeof version === 'string' && isAtLeast(version, least)) return;
  throw new MockError(
    'option-invalid',
    `Failed to load ${kit}: it needs ${runner} ${least} or later, but ${String(version)} is installed. Install it: npm install --save-dev ${runner}@${least.split('.')[0]}`,
  );
}
