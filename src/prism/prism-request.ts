import { toPath, toSearch } from '../cases/request-spelling.ts';
import type { MockRequest } from '../exchange/exchange.ts';

/** A request as Prism's server hands it to Prism's core, without its body. */
export function toPrismRequest(request: MockRequest): object {
  const { method, headers, body } = request;
  const query = new Map<string, string | string[]>();
  for (const [name, value] of toSearch(request)) {
    const before = query.get(name);
    if (Array.isArray(before)) before.push(value);
    else query.set(name, before === undefined ? value : [before, value]);
  }
  const sent = new Map(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const])),
  );
  // Prism looks at the media type only where a length is given, which a chunked body does not.
  sent.set('content-length', String(body.length));
  // Names come from the client: in objects made from entries, `__proto__` is one like any other.
  return {
    method: method.toLowerCase(),
    url: { path: toPath(request), query: Object.fromEntries(query) },
    headers: Object.fromEntries(sent),
  };
}

export type ParsedBody = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** A body as Prism reads it: JSON by its media type, else text; null where there is none. It keeps a byte order mark and mends UTF-8. */
export function parseBody(body: string | Uint8Array, contentType: string): ParsedBody {
  if (body.length === 0) return { ok: true, value: null };
  const text = typeof body === 'string' ? body : new TextDecoder('utf-8', { ignoreBOM: true }).decode(body);
  if (!/^\s*application\/([^\s/;]+\+)?json\s*(;|$)/i.test(contentType)) return { ok: true, value: text };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}
