import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

/** What a reader of the project reads first, and the guides. */
export const DOCUMENTS: readonly string[] = [
  'README.md',
  ...readdirSync(new URL('docs/', root))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

export interface Block {
  /** The language that stands behind the opening fence; empty where none does. */
  readonly language: string;
  readonly text: string;
  /** Where its text begins, for messages: `README.md:12`. */
  readonly place: string;
}

/** A file of the project as text. */
export function readProjectFile(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}

export function toProjectPath(path: string): string {
  return fileURLToPath(new URL(path, root));
}

/** The fenced blocks of a document, in order. */
export function readBlocks(path: string): Block[] {
  const text = readProjectFile(path);
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(({ 1: language = '', 2: body = '', index }) => ({
    language,
    text: body,
    place: `${path}:${text.slice(0, index).split('\n').length + 1}`,
  }));
}
