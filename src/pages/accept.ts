import type { MockRequest } from '../exchange/exchange.ts';

/**
 * Returns whether a request asks for a page: its `Accept` names `text/html`, and JSON with no higher quality. Programs accept
 * any type, or name none, and get JSON.
 */
export function acceptsHtml({ accept }: MockRequest['headers']): boolean {
  const ranges = [accept ?? []].flat().join(',').toLowerCase().split(',');
  const quality = findQuality(ranges, 'text/html');
  return quality > 0 && quality >= findQuality(ranges, 'application/json');
}

/** Returns the quality that the media ranges of an `Accept` header give to a type by its name; 0 if they do not name it. */
function findQuality(ranges: readonly string[], type: string): number {
  for (const range of ranges) {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim());
    if (name !== type) continue;
    const given = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    const quality = given === undefined ? 1 : Number(given);
    return quality >= 0 && quality <= 1 ? quality : 0;
  }
  return 0;
}
