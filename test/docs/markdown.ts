import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

/** README.md and the guides. */
export const DOCUMENTS: readonly string[] = [
  'README.md',
  ...readdirSync(new URL('docs/', root))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

export interface Block {
  /** The language after the opening fence; empty if there is none. */
  readonly language: string;
  readonly text: string;
  /** Where its text begins: `README.md:12`. */
  readonly place: string;
}

/** Reads a file of the project. */
export function readProjectFile(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

export function toProjectPath(path: string): string {
  return fileURLToPath(new URL(path, root));
}

/** Returns the fenced blocks of a document, in order. */
export function readBlocks(path: string): Block[] {
  const text = readProjectFile(path);
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(({ 1: language = '', 2: body = '', index }) => ({
    language,
    text: body,
    place: `${path}:${text.slice(0, index).split('\n').length + 1}`,
  }));
}
