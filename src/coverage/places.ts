import type { Range } from 'istanbul-lib-coverage';
import type { Node, Pair } from 'yaml';
import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { parsePointer } from '../contract/json-pointer.ts';

/** Where a part of the contract is in its file. */
export interface FilePlace {
  /** Its name, or the whole of it if it is an item of a list. */
  readonly name: Range;
  /** Its name and its content. */
  readonly whole: Range;
}

/** Returns the place of the part with a pointer or, if the file does not have it, of the nearest part around it. */
export type FindPlace = (pointer: string) => FilePlace;

/** Reads a contract in JSON or YAML. */
export function createPlaces(text: string): FindPlace {
  const lines = new LineCounter();
  // The contract has been read already, by a reader that takes what this one would refuse.
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, merge: true });
  const toRange = (start: number, end: number): Range => ({
    start: toLocation(lines, start),
    end: toLocation(lines, end),
  });

  return (pointer) => {
    let node: unknown = document.contents;
    let place: FilePlace = { name: toRange(0, 0), whole: toRange(0, text.length) };
    for (const token of parsePointer(pointer)) {
      if (isAlias(node)) node = node.resolve(document);
      const found = findPart(node, token);
      if (found === undefined) break;
      const name = toOffsets(isPair(found) ? found.key : found);
      node = isPair(found) ? found.value : found;
      const whole = toOffsets(node);
      place = { name: toRange(name.start, name.end), whole: toRange(name.start, Math.max(name.end, whole.end)) };
    }
    return place;
  };
}

function findPart(node: unknown, token: string): Pair | Node | undefined {
  if (isMap(node)) return node.items.find(({ key }) => isScalar(key) && String(key.value) === token);
  const item = isSeq(node) ? node.items[Number(token)] : undefined;
  return isPair(item) ? undefined : (item as Node | undefined);
}

function toOffsets(node: unknown): { readonly start: number; readonly end: number } {
  const [start = 0, end = 0] = (node as Node | null)?.range ?? [];
  return { start, end };
}

/** Istanbul counts lines from 1 and columns from 0. */
function toLocation(lines: LineCounter, offset: number): Range['start'] {
  const { line, col } = lines.linePos(offset);
  return { line, column: col - 1 };
}
