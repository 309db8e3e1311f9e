import type { JsonObject } from '../contract/document.ts';

/**
 * Returns the name of the class that a named schema was published for. The name in the document may have a suffix (`A-Input`), a module
 * prefix (`app__models__A`) or underscores for invalid characters (`Box_int_` for `Box[int]`). The title then has the class's
 * name, unless the model sets its own title.
 */
export function toClassName(name: string, { title }: JsonObject): string {
  const plain = name.replace(/-(?:Input|Output)(?:__\d+)?$/, '').replace(/__\d+$/, '');
  if (typeof title !== 'string') return plain;
  const expected = title.replaceAll(/[^a-zA-Z0-9.\-_]/g, '_');
  return plain === expected || plain.endsWith(`__${expected}`) ? title : plain;
}

/** Whether a named list of values was an Enum class, which has a title. A type alias of a Literal has none. */
export function isEnumClass({ title }: JsonObject): boolean {
  return title !== undefined;
}
