import type { SentRequest } from './sent-request.ts';

/** Returns the command that sends a request again, for bash or zsh. */
export function toCurl({ method, target, headers, body }: SentRequest, base: string): string {
  const words = [
    'curl',
    ...(/[[\]{}]/.test(target) ? ['--globoff'] : []),
    ...(/\/\.{1,2}(?:[/?]|$)/.test(target) ? ['--path-as-is'] : []),
    ...(method === 'HEAD' ? ['--head'] : method === 'GET' && body === '' ? [] : ['-X', quote(method)]),
    quote(base + target),
  ];
  const lines = Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`);
  // Otherwise curl would call every body a form.
  if (body !== '' && headers['content-type'] === undefined) lines.push('-H content-type:');
  if (body !== '') lines.push(`--data-raw ${quote(body)}`);
  return [words.join(' '), ...lines].join(' \\\n  ');
}

function quote(text: string): string {
  if (/^[\w./:@%+,=-]+$/.test(text)) return text;
  if (!/[\p{C}\p{Zl}\p{Zp}]/u.test(text)) return `'${text.replaceAll("'", String.raw`'\''`)}'`;
  return `$'${[...new TextEncoder().encode(text)].map(toAnsiC).join('')}'`;
}

/** A byte in bash's quotes for bytes that cannot be shown: `$'\x1b'`. */
function toAnsiC(byte: number): string {
  const character = String.fromCodePoint(byte);
  if (character === "'" || character === '\\') return `\\${character}`;
  return byte >= 0x20 && byte < 0x7f ? character : `\\x${byte.toString(16).padStart(2, '0')}`;
}
