import type { Buffer } from 'node:buffer';

/** One reply, taken from a connection's bytes. */
export interface Reply {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** The replies in what a server sent until it closed, or what is wrong with it. */
export interface Replies {
  readonly replies: readonly Reply[];
  readonly mistake: string | undefined;
}

const STATUS_LINE = /^HTTP\/1\.1 (\d{3}) [ -~]*$/;
const HEADER_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)$/;

/**
 * Reads replies as a strict client does: whole, one after the other, with nothing between them. A reply to HEAD has no body, and the method
 * is not known here. So a reply without its body is accepted if another reply or nothing follows.
 */
export function parseReplies(bytes: Buffer): Replies {
  const replies: Reply[] = [];
  let text = bytes.toString('latin1');
  while (text !== '') {
    const end = text.indexOf('\r\n\r\n');
    if (end === -1) return { replies, mistake: `a head that does not end: ${show(text)}` };
    const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n');
    const status = STATUS_LINE.exec(statusLine)?.[1];
    if (status === undefined) return { replies, mistake: `no status line: ${show(statusLine)}` };
    const headers = new Map<string, string>();
    for (const line of lines) {
      const [, name, value] = HEADER_LINE.exec(line) ?? [];
      if (name === undefined || value === undefined) return { replies, mistake: `no header line: ${show(line)}` };
      if (headers.has(name.toLowerCase())) return { replies, mistake: `a header twice: ${name}` };
      headers.set(name.toLowerCase(), value);
    }
    text = text.slice(end + 4);
    const code = Number(status);
    if (code < 200) continue;
    const isBodiless = text === '' || text.startsWith('HTTP/1.1 ');
    const framed = isBodiless ? { body: '', rest: text } : takeBody(code, headers, text);
    if (framed === undefined) {
      return { replies, mistake: `a body that does not end where its head says: ${show(statusLine)} ${show(text)}` };
    }
    const { body, rest } = framed;
    text = rest;
    replies.push({ status: code, headers, body });
  }
  return { replies, mistake: undefined };
}

/** Returns the body at the start of a text, by its length or in chunks, or undefined if it is cut off or has neither. */
function takeBody(
  status: number,
  headers: ReadonlyMap<string, string>,
  text: string,
): { readonly body: string; readonly rest: string } | undefined {
  if (headers.get('transfer-encoding') === 'chunked') return takeChunks(text);
  const length = status === 204 || status === 304 ? 0 : Number(headers.get('content-length') ?? Number.NaN);
  return text.length >= length ? { body: text.slice(0, length), rest: text.slice(length) } : undefined;
}

function takeChunks(text: string): { readonly body: string; readonly rest: string } | undefined {
  let body = '';
  let rest = text;
  for (;;) {
    const [line, size] = /^([0-9a-f]+)\r\n/.exec(rest) ?? [];
    if (line === undefined || size === undefined) return undefined;
    const end = line.length + Number.parseInt(size, 16);
    if (rest.slice(end, end + 2) !== '\r\n') return undefined;
    body += rest.slice(line.length, end);
    rest = rest.slice(end + 2);
    if (end === line.length) return { body, rest };
  }
}

/** Returns what is wrong with a reply, whatever was sent, or undefined if nothing is. */
export function findFault({ status, headers, body }: Reply): string | undefined {
  const type = headers.get('content-type') ?? '';
  // Some ask for a 5xx by `Prefer`; any other one is a failure of the mock.
  const isAsked = headers.has('preference-applied') && type !== 'application/problem+json';
  if (status >= 500 && !isAsked) return `the mock failed with ${status}: ${body.slice(0, 500)}`;
  if (/json/.test(type) && body !== '' && !isJson(body)) return `a body that is no JSON: ${show(body)}`;
  return undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function show(text: string): string {
  return JSON.stringify(text.slice(0, 200));
}
