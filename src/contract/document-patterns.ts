import type { CompilePattern } from './compile-pattern.ts';
import { walkDocument } from './document-walk.ts';
import type { ContractDocument } from './document.ts';
import { contractError, isObject } from './document.ts';
import { toPointer } from './json-pointer.ts';

/**
 * Compiles all patterns of a document, so that unsupported ones are refused at the start.
 *
 * @returns the patterns
 * @throws {MockError} `contract-invalid` with the pointer of the pattern
 */
export function checkPatterns(document: ContractDocument, compile: CompilePattern): ReadonlySet<string> {
  const patterns = new Set<string>();
  walkDocument(document, ({ pattern, patternProperties }, pointer) => {
    const found: (readonly [string, string])[] = [];
    if (typeof pattern === 'string') found.push([pattern, toPointer(pointer, 'pattern')]);
    if (isObject(patternProperties)) {
      const at = toPointer(pointer, 'patternProperties');
      found.push(...Object.keys(patternProperties).map((name) => [name, toPointer(at, name)] as const));
    }
    for (const [text, at] of found) {
      checkPattern(text, at, compile);
      patterns.add(text);
    }
  });
  return patterns;
}

function checkPattern(pattern: string, pointer: string, compile: CompilePattern): void {
  try {
    compile(pattern);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const reason = message.replace('error parsing regexp: ', '');
    const shown = JSON.stringify(pattern.length > 80 ? `${pattern.slice(0, 80)}…` : pattern);
    throw contractError(
      pointer,
      `is not a supported pattern (${shown}): ${reason}. Write it in the syntax that RE2 and pydantic's engine (Rust's regex crate) share.`,
    );
  }
}
