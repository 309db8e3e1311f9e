import type { JsonObject, Place } from '../contract/document.ts';
import { parsePointer } from '../contract/json-pointer.ts';

/**
 * Returns the name of the class that a named schema was published for. The name in the document may have a suffix (`A-Input`), a module
 * prefix (`app__models__A`) or underscores for invalid characters (`Box_int_` for `Box[int]`). The title then has the class's
 * name, unless the model sets its own title.
 */
function toClassName(name: string, { title }: JsonObject): string {
  const plain = name.replace(/-(?:Input|Output)(?:__\d+)?$/, '').replace(/__\d+$/, '');
  if (typeof title !== 'string') return plain;
  const expected = title.replaceAll(/[^a-zA-Z0-9.\-_]/g, '_');
  return plain === expected || plain.endsWith(`__${expected}`) ? title : plain;
}

/** Returns the name of the class at a resolved place, which is without a meaning for an inline schema. */
export function toPlaceClass({ pointer, node }: Place): string {
  return toClassName(parsePointer(pointer).at(-1) ?? '', node);
}

/** Whether a named list of values was an Enum class, which has a title. A type alias of a Literal has none. */
export function isEnumClass({ title }: JsonObject): boolean {
  return title !== undefined;
}
