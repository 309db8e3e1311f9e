import { SAMPLE_ITEMS } from '../budgets.ts';
import { isObject } from '../contract/document.ts';
import type { Operation } from '../contract/operation.ts';
import { createRandom, drawUuid } from '../samples/random.ts';
import type { Identity, SampleHints, SampleLevel } from '../samples/sample-place.ts';
import type { World } from '../trackers/world.ts';
import type { Resources } from './resources.ts';
import type { WorldIds } from './world-ids.ts';

/** A valid request whose reply is sampled. */
export interface SampledRequest {
  readonly operation: Operation;
  /** As the contract's types, defaults included. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Null if there is none. */
  readonly body: unknown;
  readonly world: World;
  /** The session's seed. */
  readonly seed: string;
}

/** How many items a list has if the world does not say. */
const USUAL_ITEMS = 2;

/**
 * Returns what a request and the world say of a sampled reply: members that the request has as well, the resource that its path or its body names, the
 * resources of a list, and ids of the world wherever an id of its kind is.
 */
export function createSampleHints(request: SampledRequest, resources: Resources, worldIds: WorldIds): SampleHints {
  const { operation, body, world, seed } = request;
  const namesInPath = [...operation.path.matchAll(/\{([^{}]*)\}/g)].map(([, name = '']) => name);
  const inPath = pickParameters(request, 'path');
  const inQuery = pickParameters(request, 'query');
  const inBody = isObject(body) ? body : {};
  const given = { ...inQuery, ...inBody, ...inPath };

  // Every object may need them.
  const ids = new Map<string, readonly unknown[]>();
  const listIds = (name: string): readonly unknown[] => {
    const known = ids.get(name) ?? worldIds.list(world, name, given, SAMPLE_ITEMS);
    ids.set(name, known);
    return known;
  };

  const toIdentity = (parameter: string, member: string, value: unknown): Identity => ({
    seed: digest(`${seed} ${toResourceName(operation, parameter)} ${String(value)}`),
    label: parameter.includes('_') ? parameter.replace(/_[^_]*$/, '') : undefined,
    members: { [member]: value },
  });

  const findItems = (pointer: string, level: SampleLevel): { parameter: string; member: string } | undefined => {
    const isOwnList = level === 'root' || level === 'member';
    const own = isOwnList ? resources.findItemParameter(operation.path) : undefined;
    const singular = isOwnList ? toSingularId(operation.path) : '';
    const candidates = [
      own ?? [],
      [...resources.findParameters(pointer)],
      worldIds.has(singular) ? singular : [],
    ].flat();
    for (const parameter of candidates) {
      const member = resources.findMember(pointer, parameter);
      // A list in an object is not a list of the same.
      if (member !== undefined && /(?:^|_)id$/.test(parameter) && !Object.hasOwn(inPath, parameter)) {
        return { parameter, member };
      }
    }
    return undefined;
  };

  return {
    identify(pointer, level) {
      if (level !== 'root' && level !== 'member') return undefined;
      const known = resources.findParameters(pointer);
      const parameter =
        namesInPath.findLast((name) => known.has(name) && Object.hasOwn(inPath, name)) ??
        Object.keys(inBody).find((name) => known.has(name) && typeof inBody[name] === 'string');
      const member = parameter === undefined ? undefined : resources.findMember(pointer, parameter);
      return parameter === undefined || member === undefined
        ? undefined
        : toIdentity(parameter, member, given[parameter]);
    },

    identifyItems(pointer, { level, seed: placeSeed }) {
      const isOwnList = level === 'root' || level === 'member';
      const page = isOwnList ? toPage(request.parameters) : { offset: 0, limit: SAMPLE_ITEMS };
      const found = findItems(pointer, level);
      if (found !== undefined && worldIds.has(found.parameter)) {
        const listed = worldIds.list(world, found.parameter, given, page.offset + page.limit).slice(page.offset);
        return { identities: listed.map((id) => toIdentity(found.parameter, found.member, id)), areReal: true };
      }
      if (!isOwnList) return undefined;
      const count = page.offset === 0 ? Math.min(USUAL_ITEMS, page.limit) : 0;
      const identities = Array.from({ length: count }, (_, index) => {
        const itemSeed = `${placeSeed ?? ''}/${index}`;
        return found === undefined
          ? { seed: itemSeed, label: undefined, members: {} }
          : toIdentity(found.parameter, found.member, drawUuid(createRandom(itemSeed)));
      });
      return { identities, areReal: false };
    },

    suggest(name, { level, seed: placeSeed }) {
      const isId = name.endsWith('_id');
      if (name.startsWith('next_') && operation.parameters.some((parameter) => name.endsWith(parameter.name))) {
        // A client that follows pages must come to an end.
        return [null];
      }
      const isFiltered = level === 'member' || level === 'detail';
      const own = (isId || isFiltered) && Object.hasOwn(given, name) ? [given[name]] : [];
      if (!isId || own.length > 0 || !worldIds.has(name)) return own;
      const known = listIds(name);
      const draw = createRandom(`${placeSeed ?? ''} ${name}`);
      return known.length === 0 ? [] : [known[Math.floor(draw() * known.length)]];
    },
  };
}

/** Returns the parameters of a place that were given, by name. */
function pickParameters({ operation, parameters }: SampledRequest, place: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    operation.parameters.flatMap(({ in: where, name }) => {
      const value = parameters[name];
      return where === place && value !== null && value !== undefined ? [[name, value]] : [];
    }),
  );
}

/** Parameters of one name are of one resource, except for those that are called `id` alone. */
function toResourceName({ path }: Operation, parameter: string): string {
  return parameter.includes('_') ? parameter : `${path.replaceAll(/\/\{[^{}]*\}/g, '')} ${parameter}`;
}

/** Returns `agent_id` for `/agents`. */
function toSingularId(path: string): string {
  return `${/[^/{}]*$/.exec(path)?.[0].replace(/s$/, '') ?? ''}_id`;
}

/** A short text for a long one, since the seed of every value contains it. */
export function digest(text: string): string {
  return drawUuid(createRandom(text));
}

/** Returns which items of a list a request asks for. */
function toPage(parameters: Readonly<Record<string, unknown>>): { offset: number; limit: number } {
  const read = (...names: string[]): number | undefined =>
    names.map((name) => parameters[name]).find((value) => typeof value === 'number');
  const limit = Math.max(0, read('limit', 'page_size', 'per_page') ?? SAMPLE_ITEMS);
  const page = Math.max(1, read('page_number', 'page') ?? 1);
  const offset = Math.max(0, read('offset', 'skip') ?? (page - 1) * limit);
  return { offset, limit: Math.min(limit, SAMPLE_ITEMS) };
}
