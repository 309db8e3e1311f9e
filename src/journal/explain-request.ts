import { findNearestName, suggestName } from '../control/nearest-name.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { parseTarget } from '../exchange/incoming-request.ts';
import { findPreference, parsePreferences, PREFERENCES } from '../exchange/preferences.ts';
import { parseQueryString } from '../python/query-string.ts';

/** How many names are explained, and how many characters of each are shown: a query may have thousands. */
const NAMED = 5;
const SHOWN = 64;

/** How many preferences of a header are looked at. */
const LOOKED_AT = 20;

const NONE: readonly string[] = [];

/** Returns a sentence for each part of a request that breaks no rule and has no effect, and so is probably misspelt. */
export function explainRequest(exchange: Pick<Exchange, 'operation' | 'target' | 'request'>): readonly string[] {
  const { target, request } = exchange;
  const { prefer } = request.headers;
  if (prefer === undefined) return target.includes('?') ? explainQuery(exchange) : NONE;
  return [...explainQuery(exchange), ...explainPreferences(prefer)];
}

/** About each query parameter that the operation does not have. The API ignores it. */
function explainQuery({ operation, target }: Pick<Exchange, 'operation' | 'target'>): readonly string[] {
  if (operation === undefined) return NONE;
  const known = operation.parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  const sent = new Set(parseQueryString(parseTarget(target).query).map(([name]) => name));
  const unknown = [...sent].filter((name) => !known.includes(name));
  const sentences = unknown.slice(0, NAMED).map((name) => {
    const shown = name.length <= SHOWN ? name : `${name.slice(0, SHOWN).toWellFormed()}…`;
    return `unknown query parameter ${JSON.stringify(shown)}; ${suggestName(name, known)}`;
  });
  const more = unknown.length - sentences.length;
  return more > 0 ? [...sentences, `and ${more} more unknown query parameters`] : sentences;
}

/** About each unknown preference that resembles one of the mock's: others are for other servers, and RFC 7240 has unknown ones ignored. */
function explainPreferences(prefer: string | string[]): readonly string[] {
  return parsePreferences(prefer)
    .slice(0, LOOKED_AT)
    .flatMap(({ name }) => {
      const nearest = findPreference(name) === undefined ? findNearestName(name, PREFERENCES) : undefined;
      return nearest === undefined
        ? []
        : [`unknown preference ${JSON.stringify(name)}; did you mean ${JSON.stringify(nearest)}?`];
    })
    .slice(0, NAMED);
}
