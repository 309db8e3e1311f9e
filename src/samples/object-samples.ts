import { SAMPLE_ITEMS } from '../budgets.ts';
import type { JsonObject } from '../contract/document.ts';
import { isObject } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import { listPatternTexts } from './pattern-text.ts';
import { createRandom } from './random.ts';
import type { Identity, SamplePlace } from './sample-place.ts';
import type { Found, SampleRun } from './sample-run.ts';
import { SAMPLE_TEXT } from './text-samples.ts';

type Members = readonly (readonly [name: string, value: unknown])[];

/** Yields objects for a schema: with every member, then with fewer, since some rules tie members to each other. */
export function* listObjects(
  run: SampleRun,
  node: JsonObject,
  pointer: string,
  place: SamplePlace,
): Generator<JsonObject> {
  const required = new Set(Array.isArray(node['required']) ? node['required'].map(String) : []);
  const object = toObjectPlace(run, pointer, place);
  const members: [string, unknown][] = [];
  for (const name of new Set([...listNames(node), ...required])) {
    if (!required.has(name) && run.isShort(place)) continue;
    const found = findMember(run, node, pointer, object, name);
    if (found !== undefined) members.push([name, found.value]);
    else if (required.has(name)) return;
  }
  const needed = members.filter(([name]) => required.has(name));
  const optional = members.filter(([name]) => !required.has(name));
  const most = typeof node['maxProperties'] === 'number' ? node['maxProperties'] : Number.POSITIVE_INFINITY;
  const inOrder = (some: Members): Members => members.filter((member) => some.includes(member));
  const all = inOrder([...needed, ...optional.slice(0, Math.max(0, most - needed.length))]);
  const extra = [...listExtra(run, node, pointer, object, all)];
  yield toObject([...all, ...extra]);
  if (extra.length > 0) yield toObject(all);
  if (optional.length === 0) return;
  yield toObject(needed);
  for (const one of optional) yield toObject(inOrder([...needed, one]));
  for (const one of optional) yield toObject(all.filter((member) => member !== one));
}

/** Returns an example of the contract with what is known of the object in its place. */
export function toKnownObject(
  run: SampleRun,
  node: JsonObject,
  pointer: string,
  place: SamplePlace,
  example: JsonObject,
): JsonObject {
  const object = toObjectPlace(run, pointer, place);
  const known = listNames(node).flatMap((name) =>
    listPreferred(run, object, name)
      .slice(0, 1)
      .map((value) => [name, value] as const),
  );
  return toObject([...Object.entries(example), ...known]);
}

/** Defines own members, whatever their names. */
function toObject(members: Members): JsonObject {
  return Object.fromEntries(members);
}

function listNames(node: JsonObject): readonly string[] {
  return isObject(node['properties']) ? Object.keys(node['properties']) : [];
}

interface ObjectPlace {
  readonly identity: Identity | undefined;
  /** The place of a member, apart from its seed and name. */
  readonly inside: SamplePlace;
}

function toObjectPlace(run: SampleRun, pointer: string, place: SamplePlace): ObjectPlace {
  const identity = place.identity ?? run.hints.identify(pointer, place.level);
  const seed = identity?.seed ?? place.seed;
  const level = place.level === 'root' ? 'member' : place.level === 'item' ? 'detail' : 'nested';
  const title = identity?.title;
  const ids = identity?.ids ?? place.ids;
  const inside = { ...place, seed, objectSeed: seed, level, title, ids, identity: undefined, examples: [] } as const;
  return { identity, inside };
}

function findMember(
  run: SampleRun,
  node: JsonObject,
  pointer: string,
  object: ObjectPlace,
  name: string,
): Found | undefined {
  const { inside } = object;
  const place = { ...inside, name, seed: inside.seed === undefined ? undefined : `${inside.seed}/${name}` };
  const preferred = listPreferred(run, object, name);
  if (isObject(node['properties']) && Object.hasOwn(node['properties'], name)) {
    return run.find(toPointer(pointer, 'properties', name), place, { preferred });
  }
  // Required, and described by no more than the schema of further members.
  if (node['additionalProperties'] === false && !isObject(node['patternProperties'])) return undefined;
  if (!isObject(node['additionalProperties'])) return { value: preferred[0] ?? SAMPLE_TEXT };
  return run.find(toPointer(pointer, 'additionalProperties'), place, { preferred });
}

function listPreferred(run: SampleRun, { identity, inside }: ObjectPlace, name: string): readonly unknown[] {
  const own = identity !== undefined && Object.hasOwn(identity.members, name) ? [identity.members[name]] : [];
  return [...own, ...run.hints.suggest(name, inside)];
}

/** Yields the members of a dictionary, and as many as a schema requires without naming them. */
function* listExtra(
  run: SampleRun,
  node: JsonObject,
  pointer: string,
  { inside }: ObjectPlace,
  members: Members,
): Generator<readonly [string, unknown]> {
  const { minProperties, additionalProperties, patternProperties = {}, propertyNames } = node;
  const least = typeof minProperties === 'number' ? Math.min(minProperties, SAMPLE_ITEMS) : 0;
  const usual = members.length === 0 && isObject(additionalProperties) && !run.isShort(inside) ? 1 : 0;
  const missing = Math.max(usual, least - members.length);
  const taken = members.map(([name]) => name);
  const [pattern] = isObject(patternProperties) ? Object.keys(patternProperties) : [];
  for (let count = 0; count < missing; count += 1) {
    const place = {
      ...inside,
      seed: inside.seed === undefined ? undefined : `${inside.seed}/${count}`,
      name: undefined,
    };
    const name = pattern === undefined ? findName(run, propertyNames, pointer, place, taken) : findKey(pattern, taken);
    if (name === undefined) return;
    taken.push(name);
    const from =
      pattern === undefined
        ? isObject(additionalProperties) && toPointer(pointer, 'additionalProperties')
        : toPointer(pointer, 'patternProperties', pattern);
    const found = from === false ? { value: SAMPLE_TEXT } : run.find(from, { ...place, name });
    if (found === undefined) return;
    yield [name, found.value];
  }
}

function findName(
  run: SampleRun,
  propertyNames: unknown,
  pointer: string,
  place: SamplePlace,
  taken: readonly string[],
): string | undefined {
  if (!isObject(propertyNames)) return `key${taken.length === 0 ? '' : ` ${taken.length}`}`;
  const found = run.find(toPointer(pointer, 'propertyNames'), { ...place, identity: undefined }, { taken });
  return typeof found?.value === 'string' ? found.value : undefined;
}

function findKey(pattern: string, taken: readonly string[]): string | undefined {
  for (const text of listPatternTexts(pattern, createRandom(''))) if (!taken.includes(text)) return text;
  return undefined;
}
