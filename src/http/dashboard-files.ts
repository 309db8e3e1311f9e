import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** Where the build put the files of the dashboard, seen from `dist/http/` or `dist/bundle/`, and from `src/http/`. */
const FOLDERS = ['../dashboard/', '../../dist/dashboard/'].map((path) => new URL(path, import.meta.url));

/** Reads a file of the dashboard that the build made. */
export function readDashboardFile(name: string): Promise<Uint8Array> {
  const folder = FOLDERS.find((path) => existsSync(new URL('app.js', path)));
  return readFile(new URL(name, folder ?? FOLDERS[0]));
}
