import type { CharacterSet } from './character-set.ts';
import { findSet } from './character-set.ts';
import { PatternError } from './pattern-error.ts';

/** The names that begin a property with a value, and what JavaScript calls them. */
const KINDS: Readonly<Record<string, string>> = {
  gc: 'gc',
  generalcategory: 'gc',
  sc: 'sc',
  script: 'sc',
  scx: 'scx',
  scriptextensions: 'scx',
};

/** What `\p{NAME}` stands for, without the braces: a category, a script, or a property that is there or not. */
export function findProperty(name: string): CharacterSet {
  const [found, kind = '', value = ''] = /^([^!=:]*)(?:!=|=|:)(.*)$/.exec(name) ?? [];
  if (found !== undefined) {
    const known = KINDS[kind.replaceAll(/[\s_-]/g, '').toLowerCase()];
    const set = known === undefined ? undefined : findFirst(listSpellings(value).map((word) => `${known}=${word}`));
    if (set === undefined) throw notFound(name);
    // Rust reads `!=` and takes it for `=`, tried.
    return set;
  }
  const set = findFirst(listSpellings(name).flatMap((word) => [word, `gc=${word}`, `sc=${word}`]));
  if (set === undefined) throw notFound(name);
  return set;
}

/** Rust takes a name in any case and with any separators, JavaScript as Unicode writes it. */
function listSpellings(name: string): string[] {
  const words = name.split(/[\s_-]+/).filter((word) => word !== '');
  const title = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase()).join('_');
  return [...new Set([name, title, name.toUpperCase(), name.toLowerCase()])].filter((word) => /^\w+$/.test(word));
}

function findFirst(properties: readonly string[]): CharacterSet | undefined {
  for (const property of properties) {
    try {
      return findSet(`\\p{${property}}`);
    } catch {
      // No property of JavaScript's: the next spelling.
    }
  }
  return undefined;
}

function notFound(name: string): PatternError {
  return new PatternError(`no Unicode property ${JSON.stringify(name)} is known here; write it as Unicode does`);
}
