import { readFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** The JSON or YAML document at the path, which counts from the top of the project. */
export function loadDocument(path: string): JsonObject {
  const text = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const document: unknown = path.endsWith('.yaml') ? parseYaml(text) : JSON.parse(text);
  if (!isObject(document)) throw new Error(`${path} is not an object`);
  return document;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every value in the document with its JSON pointer, the document itself first. */
export function* walk(value: Json, pointer = ''): Generator<[pointer: string, value: Json]> {
  yield [pointer, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    yield* walk(child, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  }
}

/** What the pointer leads to in the document; undefined where it cannot be resolved. */
export function at(document: JsonObject, pointer: string): Json | undefined {
  for (const [path, value] of walk(document)) if (path === pointer) return value;
  return undefined;
}

/** Every `$ref` in the value, in the order of the document. */
export function findRefs(value: Json): string[] {
  return [...walk(value)].flatMap(([, child]) =>
    isObject(child) && typeof child['$ref'] === 'string' ? [child['$ref']] : [],
  );
}

/** Every reference that can be reached from the value, with what it leads to: undefined where it cannot be resolved. */
export function findReachable(document: JsonObject, value: Json | undefined): Map<string, Json | undefined> {
  const reached = new Map<string, Json | undefined>();
  const open = [value];
  for (const next of open) {
    for (const ref of next === undefined ? [] : findRefs(next)) {
      if (reached.has(ref)) continue;
      const target = ref.startsWith('#') ? at(document, ref.slice(1)) : undefined;
      reached.set(ref, target);
      open.push(target);
    }
  }
  return reached;
}
