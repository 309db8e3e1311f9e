import { toPath, toSearch } from '../cases/request-spelling.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import { parseJson } from '../exchange/parse-json.ts';

/** Converts a request, without its body, to the form in which Prism's server passes it to Prism's core. */
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
  // Prism checks the media type only if there is a content-length, which a chunked body lacks.
  sent.set('content-length', String(body.length));
  // Names come from the client; Object.fromEntries makes even `__proto__` an own property.
  return {
    method: method.toLowerCase(),
    url: { path: toPath(request), query: Object.fromEntries(query) },
    headers: Object.fromEntries(sent),
  };
}

export type ParsedBody = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** Parses a body as Prism does: JSON or text by its media type, null if empty. Keeps a byte order mark and replaces invalid UTF-8. */
export function parseBody(body: string | Uint8Array, contentType: string): ParsedBody {
  if (body.length === 0) return { ok: true, value: null };
  const text = typeof body === 'string' ? body : new TextDecoder('utf-8', { ignoreBOM: true }).decode(body);
  if (!/^\s*application\/([^\s/;]+\+)?json\s*(;|$)/i.test(contentType)) return { ok: true, value: text };
  const value = parseJson(text);
  return value === undefined ? { ok: false } : { ok: true, value };
}
