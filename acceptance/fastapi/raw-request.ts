import { Buffer } from 'node:buffer';

/** A request as it goes over the wire. Texts hold one byte a character (latin-1), so that nothing is out of reach. */
export interface RawRequest {
  readonly method: string;
  readonly target: string;
  /** Beside `host` and `content-length`, which are added. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Undefined if the request has none, and no `content-length` either. */
  readonly body: Buffer | undefined;
}

/** The bytes of a request, with headers that only one of the servers gets. */
export function toBytes(request: RawRequest, host: string, more: RawRequest['headers'] = []): Buffer {
  const { method, target, headers, body } = request;
  const lines = [`${method} ${target} HTTP/1.1`, `host: ${host}`];
  for (const [name, value] of [...headers, ...more]) lines.push(`${name}: ${value}`);
  if (body !== undefined) lines.push(`content-length: ${body.length}`);
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return body === undefined ? head : Buffer.concat([head, body]);
}

/** More than this is no argument of a command: Linux takes 128 KiB at most. */
const LONGEST = 100_000;

/** The request as a command for bash. What curl adds, `user-agent` and `accept`, is read by neither server. */
export function toCurl(request: RawRequest): string {
  const { method, target, headers, body } = request;
  const words = ['curl', '-sS', '-i', '--globoff', '-X', quote(method), '--request-target', quote(target)];
  // With -I curl takes no body; without it, it waits for one.
  if (method === 'HEAD') words.push('--max-time', '2');
  for (const [name, value] of headers) words.push('-H', quote(/^\s*$/.test(value) ? `${name};` : `${name}: ${value}`));
  if (body === undefined) return `${words.join(' ')} "$URL"`;
  // curl would add a content type of its own.
  if (!headers.some(([name]) => name.toLowerCase() === 'content-type')) words.push('-H', quote('content-type:'));
  // Nor would it send a large one before the server says so.
  words.push('-H', 'expect:');
  const text = body.toString('latin1');
  // An argument cannot hold a NUL, and curl takes what follows an @ for a file.
  if (text.includes('\0') || text.startsWith('@') || text.length > LONGEST) {
    return `printf '%b' ${quote(toOctal(text))} | ${words.join(' ')} --data-binary @- "$URL"`;
  }
  return `${words.join(' ')} --data-binary ${quote(text)} "$URL"`;
}

/** A word as bash reads it, with escapes for what is not printable ASCII. */
function quote(text: string): string {
  if (/^[\w./:=%+,-]+$/.test(text)) return text;
  if (/^[ -~]*$/.test(text)) return `'${text.replaceAll("'", String.raw`'\''`)}'`;
  const inner = text.replaceAll(/[\\']/g, String.raw`\$&`).replaceAll(/[^ -~]/g, toHexEscape);
  return `$'${inner}'`;
}

function toHexEscape(character: string): string {
  return String.raw`\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

/** For printf's `%b`, which a NUL gets through. */
function toOctal(text: string): string {
  return text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll(/[^ -~]/g, (character) => String.raw`\0${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
}
