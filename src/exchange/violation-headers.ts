import type { Violation } from '../contract/violation.ts';
import { quoteJsonInAscii } from '../python/quote-json.ts';

/** How long the `sl-violations` header may get, in bytes: clients and proxies refuse headers of more than 8 to 16 KiB in all. */
const HEADER_BYTES = 4096;

type Headers = Readonly<Record<string, string>>;

/**
 * A reply's headers with those that tell of broken rules: `x-contract-violations` counts them, `sl-violations` lists them in Prism's form,
 * as whole JSON, as many as fit. No more than its own where nothing is broken.
 */
export function withViolationHeaders(headers: Headers, violations: readonly Violation[]): Headers {
  if (violations.length === 0) return headers;
  const [count, list] = [String(violations.length), toHeaderJson(violations)];
  return { 'x-contract-violations': count, 'sl-violations': list, ...headers };
}

function toHeaderJson(violations: readonly Violation[]): string {
  let text = '';
  for (const violation of violations) {
    const entry = toPrismJson(violation);
    if (text.length + entry.length + 2 > HEADER_BYTES) break;
    text += text === '' ? entry : `,${entry}`;
  }
  return `[${text}]`;
}

/** In ASCII: a header carries no more safely, and a client's text may be in there. */
function toPrismJson({ side, location, rule, message }: Violation): string {
  let path = side === 'request' ? '"request"' : '"response"';
  for (const step of location) path += `,${quoteJsonInAscii(String(step))}`;
  const [code, text] = [quoteJsonInAscii(rule), quoteJsonInAscii(message)];
  return `{"location":[${path}],"severity":"Error","code":${code},"message":${text}}`;
}
