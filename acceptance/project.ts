import { fileURLToPath } from 'node:url';

/** The folder of the sources; the compiled tests run from its `dist/`. */
export const ACCEPTANCE: URL = new URL('../', import.meta.url);
const ROOT: URL = new URL('../', ACCEPTANCE);

/** Returns the absolute path of a file, given relative to the root of the project. */
export function findFile(path: string): string {
  return fileURLToPath(new URL(path, ROOT));
}
