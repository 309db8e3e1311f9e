import { SAMPLE_ITEMS } from '../budgets.ts';
import { createRandom } from '../samples/random.ts';
import type { Identity, SampleHints, SampleLevel, SamplePlace } from '../samples/sample-place.ts';
import type { SampledRequest } from './request-facts.ts';
import { readFacts } from './request-facts.ts';
import { createIdentities, USUAL_ITEMS } from './resource-identity.ts';
import type { ResourceKey, Resources } from './resources.ts';
import type { SamplePage } from './sample-page.ts';
import { FIRST_ITEM, readPage, WHOLE_LIST } from './sample-page.ts';
import type { WorldIds, WorldRow } from './world-ids.ts';

/** What the items of a list belong to. */
interface Owners {
  /** Ids of the world, by name. */
  readonly known: WorldRow;
  /** What else the request says of them. */
  readonly scope: WorldRow;
}

/**
 * Returns what a request and the world say of a sampled reply: members that the request has as well, the resource that its path or its body names, the
 * resources of a list, and ids of the world wherever an id of its kind is.
 */
export function createSampleHints(request: SampledRequest, resources: Resources, worldIds: WorldIds): SampleHints {
  const { operation, body, world, seed } = request;
  const namesInPath = [...operation.path.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
  const { inPath, inBody, given: asked } = readFacts(request);
  const identities = createIdentities(world, seed, resources, worldIds);
  const given = { ...asked, ...findIds(asked) };
  // Each of these requests makes something else; another change leaves as it was what it does not name.
  const isNew = operation.method === 'POST';
  const leftOut = isNew ? resources.listDefaults(operation) : {};

  /** Returns the ids of the resources that a request names otherwise: `agent_id` if it has `agent_name`. */
  function findIds(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) => {
        const key = typeof value === 'string' ? resources.findNameKey(name) : undefined;
        const parameter = key === undefined ? undefined : resources.findIdKey(key)?.parameter;
        const isUnsaid = parameter !== undefined && (values[parameter] ?? null) === null;
        return key !== undefined && isUnsaid ? [[parameter, identities.findId(key, value)]] : [];
      }),
    );
  }

  // Every object may need them.
  const ids = new Map<string, readonly unknown[]>();
  const listIds = (name: string): readonly unknown[] => {
    const known = ids.get(name) ?? worldIds.list(world, name, given, SAMPLE_ITEMS);
    ids.set(name, known);
    return known;
  };

  const groups = new Map<string, ReadonlyMap<unknown, readonly unknown[]>>();
  /** Lists the ids of the world that belong to what contains the list, or else to what the request names. */
  const listReal = (name: string, level: SampleLevel, owner: SamplePlace['ids'], limit: number): readonly unknown[] => {
    const [by, ...others] = Object.keys(owner ?? {}).filter((one) => worldIds.has(one));
    const isGrouped = others.length === 0 && !isOwnList(level);
    if (by === undefined || !isGrouped) return worldIds.list(world, name, owner ?? given, limit);
    // Read once for the lists in all items of a list.
    const group = groups.get(`${name} ${by}`) ?? worldIds.group(world, name, by);
    groups.set(`${name} ${by}`, group);
    return (group.get(owner?.[by]) ?? []).slice(0, limit);
  };

  const findItemKey = (pointer: string, level: SampleLevel): ResourceKey | undefined => {
    const own = isOwnList(level) ? resources.findItemKey(operation.path) : undefined;
    const singular = isOwnList(level) ? toSingularId(operation.path) : '';
    const candidates = [
      own ?? [],
      resources.findKeys(pointer),
      worldIds.has(singular) ? { parameter: singular, collection: operation.path } : [],
    ].flat();
    return candidates.find(
      ({ parameter }) =>
        /(?:^|_)id$/.test(parameter) &&
        resources.findMember(pointer, parameter) !== undefined &&
        // A list in an object is not a list of the same.
        !Object.hasOwn(inPath, parameter),
    );
  };

  /** Returns the key by which a request names what it replies with, and the value. */
  const findNamed = (pointer: string): readonly [key: ResourceKey, value: unknown] | undefined => {
    const keys = resources.findKeys(pointer);
    const name = namesInPath.findLast(
      (one) => Object.hasOwn(inPath, one) && keys.some(({ parameter }) => parameter === one),
    );
    const candidates = keys.filter(({ parameter }) => parameter === name);
    const [first] = candidates;
    if (first !== undefined && name !== undefined) {
      const isOfPath = ({ collection }: ResourceKey): boolean => `${operation.path}/`.startsWith(`${collection}/{`);
      return [candidates.find((key) => isOfPath(key)) ?? first, inPath[name]];
    }
    for (const find of [
      (key: ResourceKey) => key.parameter,
      (key: ResourceKey) => resources.findMember(pointer, key.parameter),
    ]) {
      for (const key of keys) {
        const value = inBody[find(key) ?? ''];
        if (typeof value === 'string') return [key, value];
      }
    }
    return undefined;
  };

  /** Returns what the request says of the items of a list: ids of the world that they belong to, and what else makes them others. */
  const readOwners = (pointer: string, owner: SamplePlace['ids']): Owners => {
    const members = resources.listMembers(pointer);
    const known = Object.entries({ ...given, ...owner }).filter(([name]) => worldIds.has(name));
    const scope = Object.entries(given).filter(([name, value]) => {
      const isMember = members.includes(name);
      return value !== null && (Object.hasOwn(inPath, name) || isMember) && !(isMember && worldIds.has(name));
    });
    return { known: Object.fromEntries(known), scope: { ...Object.fromEntries(scope), ...(isNew && { body }) } };
  };

  /** Lists the resources that the request sends, or returns undefined if it sends none. */
  const listSent = (pointer: string, key: ResourceKey, { known, scope }: Owners): Identity[] | undefined =>
    resources.listSent(request, pointer)?.flatMap(({ id, members }, index) => {
      const identity =
        id === undefined
          ? identities.listMadeUp(pointer, key, known, { ...scope, index }, FIRST_ITEM)[0]
          : identities.toIdentity(pointer, key, id, given);
      return identity === undefined ? [] : [{ ...identity, members: { ...identity.members, ...members } }];
    });

  return {
    identify(pointer, level) {
      const named = isOwnList(level) ? findNamed(pointer) : undefined;
      if (named !== undefined) return identities.toIdentity(pointer, ...named, given);
      const key = isNew && level === 'root' ? findItemKey(pointer, level) : undefined;
      return key === undefined ? undefined : identities.listMadeUp(pointer, key, given, { body }, FIRST_ITEM)[0];
    },

    identifyItems(pointer, { level, seed: placeSeed, ids: owner }) {
      const page = isOwnList(level) ? readPage(asked) : WHOLE_LIST;
      const key = findItemKey(pointer, level);
      if (key !== undefined && worldIds.has(key.parameter)) {
        const listed = listReal(key.parameter, level, owner, page.offset + page.limit).slice(page.offset);
        const found = listed.flatMap((id) => identities.toIdentity(pointer, key, id, {}) ?? []);
        return { identities: found, areReal: true };
      }
      if (!isOwnList(level)) return undefined;
      if (key === undefined) return { identities: listNameless(placeSeed ?? '', page), areReal: false };
      const owners = readOwners(pointer, owner);
      const sent = listSent(pointer, key, owners);
      if (sent !== undefined) return { identities: sent, areReal: true };
      const { known, scope } = owners;
      return { identities: identities.listMadeUp(pointer, key, known, scope, page), areReal: false };
    },

    suggest(name, { level, seed: placeSeed, ids: owner }) {
      if (name.startsWith('next_') && operation.parameters.some((parameter) => name.endsWith(parameter.name))) {
        // A client that follows pages must come to an end.
        return [null];
      }
      const wanted = listAsked(name, level);
      if (!name.endsWith('_id')) return wanted;
      const owned = owner !== undefined && Object.hasOwn(owner, name) ? [owner[name]] : [];
      const own = level === 'nested' ? [...owned, ...wanted] : [...wanted, ...owned];
      if (own.length > 0 || !worldIds.has(name)) return own;
      const known = listIds(name);
      const draw = createRandom(`${placeSeed ?? ''} ${name}`);
      return known.length === 0 ? [] : [known[Math.floor(draw() * known.length)]];
    },
  };

  /** Lists what the request says of a member: ids of everything, and values of what it is about. The items of a list have its filters only. */
  function listAsked(name: string, level: SampleLevel): readonly unknown[] {
    if (!Object.hasOwn(given, name)) return level === 'member' && Object.hasOwn(leftOut, name) ? [leftOut[name]] : [];
    const value = given[name];
    const isFilter = value !== null && typeof value !== 'object';
    const isAsked = name.endsWith('_id') || level === 'member' || (level === 'detail' && isFilter);
    return isAsked ? [value] : [];
  }
}

/** Lists items that no path names. */
function listNameless(seed: string, { offset, limit }: SamplePage): Identity[] {
  return Array.from({ length: USUAL_ITEMS }, (_, index) => ({
    seed: `${seed}/${index}`,
    title: undefined,
    members: {},
    ids: undefined,
  })).slice(offset, offset + limit);
}

function isOwnList(level: SampleLevel): boolean {
  return level === 'root' || level === 'member';
}

/** Returns `agent_id` for `/agents`. */
function toSingularId(path: string): string {
  return `${/[^/{}]*$/.exec(path)?.[0].replace(/s$/, '') ?? ''}_id`;
}
