import { suggestName } from '../control/nearest-name.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { parseTarget } from '../exchange/incoming-request.ts';
import { parseQueryString } from '../python/query-string.ts';

/** How many names are explained, and how many characters of each are shown: a query may have thousands. */
const NAMED = 5;
const SHOWN = 64;

const NONE: readonly string[] = [];

/** Returns a sentence for each query parameter that the operation does not have: the API ignores it, so a misspelt filter has no effect. */
export function explainQuery({ operation, target }: Pick<Exchange, 'operation' | 'target'>): readonly string[] {
  if (operation === undefined || !target.includes('?')) return NONE;
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
