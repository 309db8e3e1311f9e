import { createIdentifiers } from './identifiers.ts';
import type { SeenExchange } from './seen-exchange.ts';
import type { SeenObject, SeenObjects } from './seen-objects.ts';

type Objects = Pick<SeenObjects, 'trackers' | 'events'>;

/** Replaces the ids of what was seen. */
export interface Renaming {
  readonly exchange: (exchange: SeenExchange) => SeenExchange;
  readonly objects: (objects: Objects) => Objects;
}

export const KEEP: Renaming = { exchange: (exchange) => exchange, objects: (objects) => objects };

/** Returns what replaces each id of these exchanges and objects by an invented one. */
export function createRenaming(exchanges: readonly SeenExchange[], { trackers, events }: Objects): Renaming {
  const identifiers = createIdentifiers();
  for (const { path, operation, query, request, reply } of exchanges) {
    if (operation !== undefined) identifiers.learnPath(path, operation.slice(operation.indexOf(' ') + 1));
    identifiers.learn([Object.fromEntries(query), request.json, reply.json]);
  }
  for (const { value } of [...trackers.values(), ...events.values()]) identifiers.learn(value);

  const renameAll = (objects: ReadonlyMap<string, SeenObject>): ReadonlyMap<string, SeenObject> =>
    new Map([...objects].map(([id, object]) => [identifiers.rename(id), identifiers.rename(object)]));
  return {
    objects: (given) => ({ trackers: renameAll(given.trackers), events: renameAll(given.events) }),
    exchange: ({ reply, ...rest }) => ({
      ...rest,
      path: identifiers.renamePath(rest.path),
      query: identifiers.rename(rest.query),
      request: identifiers.rename(rest.request),
      reply: {
        ...identifiers.rename(reply),
        headers: renameLocation(reply.headers, (location) => identifiers.renamePath(location)),
      },
      notes: identifiers.rename(rest.notes),
    }),
  };
}

/** Other headers have no ids that a client uses. */
function renameLocation(
  headers: SeenExchange['reply']['headers'],
  renamePath: (location: string) => string,
): SeenExchange['reply']['headers'] {
  const { location } = headers;
  return location === undefined ? headers : { ...headers, location: renamePath(location) };
}
