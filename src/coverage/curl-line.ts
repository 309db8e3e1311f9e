import type { Exchange } from '../exchange/exchange.ts';
import type { Mask } from '../journal/mask.ts';

/** The headers that decide what the mock makes of a request, besides those that its operation reads. */
const TELLING = ['content-type', 'prefer', 'x-mock-session'];

/** How much of a body a line holds, in bytes. */
const BODY_SHOWN = 1000;

/**
 * Returns the command that sends a request again, in a line for bash or zsh. Secrets are masked; a long body is left out.
 *
 * @param base the address to send it to: `http://127.0.0.1:4010`
 */
export function toCurlLine(
  { request, operation }: Pick<Exchange, 'request' | 'operation'>,
  base: string,
  mask: Mask,
): string {
  const { method, body } = request;
  const target = mask.target(request.target);
  const read = operation?.parameters.filter((parameter) => parameter.in === 'header') ?? [];
  const names = new Set([...TELLING, ...read.map(({ name }) => name.toLowerCase())]);
  const headers = Object.entries(mask.headers(request.headers)).filter(([name]) => names.has(name));
  const hasBody = body.length > 0;
  const words = [
    'curl',
    ...(/[[\]{}]/.test(target) ? ['--globoff'] : []),
    ...(/\/\.{1,2}(?:[/?]|$)/.test(target) ? ['--path-as-is'] : []),
    ...(method === 'HEAD' ? ['--head'] : method === 'GET' && !hasBody ? [] : ['-X', method]),
    ...(target.startsWith('/') ? [quote(base + target)] : ['--request-target', quote(target), quote(base)]),
    ...headers.flatMap(([name, value]) => ['-H', quote(`${name}: ${value}`)]),
    // Otherwise curl would call every body a form.
    ...(hasBody && request.headers['content-type'] === undefined ? ['-H', 'content-type:'] : []),
    ...(hasBody ? toBodyWords(body) : []),
  ];
  return words.join(' ');
}

function toBodyWords(body: Uint8Array): string[] {
  // No argument of a program can hold a zero.
  if (body.length <= BODY_SHOWN && !body.includes(0)) return ['--data-raw', quoteBytes(body)];
  return [
    '--data-binary',
    '@request-body',
    '#',
    `its ${body.length} ${body.length === 1 ? 'byte' : 'bytes'} not shown`,
  ];
}

/** Quotes a text whose characters are the bytes of a request's head, as Node reads them. */
function quote(text: string): string {
  return quoteBytes(Buffer.from(text, 'latin1'));
}

function quoteBytes(bytes: Uint8Array): string {
  const text = decode(bytes);
  if (text !== undefined && /^[\w./:@%+,=-]+$/.test(text)) return text;
  if (text !== undefined && !/[\p{C}\p{Zl}\p{Zp}]/u.test(text)) return `'${text.replaceAll("'", String.raw`'\''`)}'`;
  return `$'${[...bytes].map(toAnsiC).join('')}'`;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A byte in bash's quotes for bytes that cannot be shown: `$'\x1b'`. */
function toAnsiC(byte: number): string {
  const character = String.fromCodePoint(byte);
  if (character === "'" || character === '\\') return `\\${character}`;
  return byte >= 0x20 && byte < 0x7f ? character : `\\x${byte.toString(16).padStart(2, '0')}`;
}
