import { fileURLToPath } from 'node:url';

/** The folder of the judges as they are written; what runs lies in its `dist/`. */
export const JUDGES: URL = new URL('../', import.meta.url);
const ROOT: URL = new URL('../../', JUDGES);

/** A file of the project, by its path from the project's root. */
export function findFile(path: string): string {
  return fileURLToPath(new URL(path, ROOT));
}
