import { isObject } from '../contract/document.ts';
import type { Operation } from '../contract/operation.ts';
import type { World } from '../trackers/world.ts';

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

type Values = Readonly<Record<string, unknown>>;

/** What a request says, by name. */
export interface RequestFacts {
  readonly inPath: Values;
  readonly inBody: Values;
  /** Everything: a member of the body counts more than a parameter of the query, and one of the path most. */
  readonly given: Values;
}

export function readFacts(request: SampledRequest): RequestFacts {
  const inPath = pickParameters(request, 'path');
  const inBody = isObject(request.body) ? request.body : {};
  return { inPath, inBody, given: { ...pickParameters(request, 'query'), ...inBody, ...inPath } };
}

/** Returns the parameters of a place that were given, by name. */
function pickParameters({ operation, parameters }: SampledRequest, place: string): Values {
  return Object.fromEntries(
    operation.parameters.flatMap(({ in: where, name }) => {
      const value = parameters[name];
      return where === place && value !== null && value !== undefined ? [[name, value]] : [];
    }),
  );
}
