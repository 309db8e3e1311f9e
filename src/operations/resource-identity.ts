import { SAMPLE_ITEMS } from '../budgets.ts';
import { createRandom, drawUuid } from '../samples/random.ts';
import type { Identity } from '../samples/sample-place.ts';
import type { World } from '../trackers/world.ts';
import { drawIdNumber, toId, toIdNumber, toIdOfName, toTitle } from './resource-ids.ts';
import type { ResourceKey, Resources } from './resources.ts';
import type { SamplePage } from './sample-page.ts';
import type { WorldIds, WorldRow } from './world-ids.ts';

/** Which resources there are in a session: those of its world, and those that are made up and belong to them. */
export interface Identities {
  /** Returns the id of what a key names. */
  findId(key: ResourceKey, value: unknown): unknown;
  /**
   * Returns the resource that a key names, or undefined if an object with this schema does not say which one it is.
   *
   * @param known ids of what it belongs to, if it is not known from itself
   */
  toIdentity(pointer: string, key: ResourceKey, value: unknown, known: WorldRow): Identity | undefined;
  /**
   * Makes up the resources of a list: some for each row of the world that they can belong to, or for what the request names if the world does not
   * have it.
   *
   * @param scope what else the request says of them
   */
  listMadeUp(pointer: string, key: ResourceKey, known: WorldRow, scope: WorldRow, page: SamplePage): Identity[];
}

/** How many resources of a list belong to one row of the world, or to what the world does not have. */
export const USUAL_ITEMS = 2;

export function createIdentities(world: World, seed: string, resources: Resources, worldIds: WorldIds): Identities {
  const rowsByNames = new Map<string, readonly WorldRow[]>();

  /** Lists the rows of the world that a resource with this schema can belong to. */
  const listRows = (pointer: string, own: string): readonly WorldRow[] => {
    const names = resources.listMembers(pointer).filter((name) => name !== own && worldIds.has(name));
    if (names.length === 0) return [];
    const key = names.join(' ');
    const rows = rowsByNames.get(key) ?? worldIds.listRows(world, names, SAMPLE_ITEMS);
    rowsByNames.set(key, rows);
    return rows;
  };

  const findRow = (rows: readonly WorldRow[], id: unknown, known: WorldRow): WorldRow => {
    const number = toIdNumber(id);
    const own = rows[number % rows.length];
    if (own === undefined || worldIds.matches(own, known)) return own ?? {};
    const others = rows.filter((row) => worldIds.matches(row, known));
    return others[number % others.length] ?? {};
  };

  const idsByName = new Map<string, unknown>();
  const findId = (key: ResourceKey, value: unknown): unknown => {
    const idKey = resources.findIdKey(key);
    if (idKey === undefined || idKey.parameter === key.parameter) return value;
    const kind = `${seed} ${toKind(idKey)}`;
    const cached = idsByName.get(`${kind} ${String(value)}`);
    if (cached !== undefined) return cached;
    const label = toLabel(idKey);
    const real = worldIds.find(world, idKey.parameter, (id) => toTitle(label, id) === value);
    const id = real ?? toIdOfName(kind, label, String(value));
    idsByName.set(`${kind} ${String(value)}`, id);
    return id;
  };

  const toIdentity: Identities['toIdentity'] = (pointer, key, value, known) => {
    const idKey = resources.findIdKey(key) ?? key;
    const id = findId(key, value);
    const members: Record<string, unknown> = {};
    for (const [{ parameter }, own] of [[idKey, id] as const, [key, value] as const]) {
      const member = resources.findMember(pointer, parameter);
      if (member !== undefined) members[member] = own;
    }
    if (Object.keys(members).length === 0) return undefined;
    return {
      seed: digest(`${seed} ${toKind(idKey)} ${String(id)}`),
      title: toTitle(toLabel(idKey), id),
      members,
      ids: { ...findRow(listRows(pointer, idKey.parameter), id, known), [idKey.parameter]: id },
    };
  };

  return {
    findId,
    toIdentity,
    listMadeUp(pointer, key, known, scope, { offset, limit }) {
      const rows = listRows(pointer, key.parameter);
      const matching = [...rows.keys()].filter((index) => worldIds.matches(rows[index] ?? {}, known));
      const isOfWorld = matching.length > 0;
      const all = Math.min(isOfWorld ? matching.length * USUAL_ITEMS : USUAL_ITEMS, SAMPLE_ITEMS);
      const kind = `${seed} ${toKind(key)}`;
      const toMadeUpId = (index: number): string => {
        const at = matching[Math.floor(index / USUAL_ITEMS)] ?? 0;
        const owner = isOfWorld ? rows[at] : known;
        const text = `${kind} ${JSON.stringify([owner, scope])} ${index % USUAL_ITEMS}`;
        return toId(kind, drawIdNumber(text, isOfWorld ? at : 0, isOfWorld ? rows.length : 1));
      };
      const indexes = [...Array.from({ length: all }).keys()].slice(offset, offset + limit);
      return indexes.flatMap((index) => toIdentity(pointer, key, toMadeUpId(index), known) ?? []);
    },
  };
}

/** Parameters of one name are of one resource, except for those that are called `id` or `name` alone. */
function toKind({ parameter, collection }: ResourceKey): string {
  return parameter.includes('_') ? parameter : `${collection.replaceAll(/\/\{[^{}]*\}/g, '')} ${parameter}`;
}

/** Returns `agent` for `agent_id`, and for the `id` of `/agents`. */
function toLabel({ parameter, collection }: ResourceKey): string {
  if (parameter.includes('_')) return parameter.replace(/_[^_]*$/, '');
  return collection.replace(/^.*\//, '').replace(/s$/, '');
}

/** A short text for a long one, since the seed of every value contains it. */
export function digest(text: string): string {
  return drawUuid(createRandom(text));
}
