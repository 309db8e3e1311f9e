import type { SentRequest } from './sent-request.ts';

/** Returns the command that sends a request again, for bash or zsh. */
export function toCurl({ method, target, headers, body }: SentRequest, base: string): string {
  // An argument ends at a NUL, so such a body comes through a pipe.
  const isPiped = body.includes('\0');
  const words = [
    ...(isPiped ? [`printf ${quoteForPrintf(body)} | curl`] : ['curl']),
    ...(/[[\]{}]/.test(target) ? ['--globoff'] : []),
    ...(/\/\.{1,2}(?:[/?]|$)/.test(target) ? ['--path-as-is'] : []),
    ...(method === 'HEAD' ? ['--head'] : method === 'GET' && body === '' ? [] : ['-X', quote(method)]),
    quote(base + target),
  ];
  const lines = Object.entries(headers).map(([name, value]) => `-H ${quoteHeader(name, value)}`);
  // Otherwise curl would call every body a form.
  if (body !== '' && headers['content-type'] === undefined) lines.push('-H content-type:');
  if (body !== '') lines.push(isPiped ? '--data-binary @-' : `--data-raw ${quote(body)}`);
  return [words.join(' '), ...lines].join(' \\\n  ');
}

/** A header without a value ends with a semicolon: after a colon curl would leave it out. */
function quoteHeader(name: string, value: string): string {
  if (value === '') return quote(`${name};`);
  const text = `${name}: ${value}`;
  // Each character of a header is one byte.
  return isPlain(text) ? quote(text) : quoteBytes(Array.from(text, (character) => character.codePointAt(0) ?? 0));
}

function isPlain(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

function quote(text: string): string {
  if (/^[\w./:@%+,=-]+$/.test(text)) return text;
  if (!/[\p{C}\p{Zl}\p{Zp}]/u.test(text)) return `'${text.replaceAll("'", String.raw`'\''`)}'`;
  return quoteBytes(new TextEncoder().encode(text));
}

/** The bytes of a text in bash's quotes for those that cannot be shown: `$'\x1b'`. */
function quoteBytes(bytes: Iterable<number>): string {
  return `$'${[...bytes].map((byte) => toAnsiC(byte)).join('')}'`;
}

function toAnsiC(byte: number): string {
  const character = String.fromCodePoint(byte);
  if (character === "'" || character === '\\') return `\\${character}`;
  return byte >= 0x20 && byte < 0x7f ? character : `\\x${byte.toString(16).padStart(2, '0')}`;
}

/** In octal with three digits, which every `printf` reads, and which no digit after it can become a part of. */
function quoteForPrintf(text: string): string {
  const codes = [...new TextEncoder().encode(text)].map((byte) => {
    const character = String.fromCodePoint(byte);
    return isPlain(character) && !/['\\%]/.test(character) ? character : `\\${byte.toString(8).padStart(3, '0')}`;
  });
  // A dash at the beginning would be an option.
  return `-- '${codes.join('')}'`;
}
