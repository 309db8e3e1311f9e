import type { Violation } from '../contract/violation.ts';

/** How long the `sl-violations` header may get, in bytes: clients and proxies refuse headers of more than 8 to 16 KiB in all. */
const HEADER_BYTES = 4096;

/**
 * The reply headers that tell of broken rules: `x-contract-violations` counts them, `sl-violations` lists them in Prism's form, as whole
 * JSON, as many as fit. None where nothing is broken.
 */
export function toViolationHeaders(violations: readonly Violation[]): Record<string, string> {
  if (violations.length === 0) return {};
  return { 'x-contract-violations': String(violations.length), 'sl-violations': toHeaderJson(violations) };
}

function toHeaderJson(violations: readonly Violation[]): string {
  let text = '';
  for (const violation of violations) {
    const entry = toAscii(JSON.stringify(toPrismForm(violation)));
    if (text.length + entry.length + 2 > HEADER_BYTES) break;
    text += text === '' ? entry : `,${entry}`;
  }
  return `[${text}]`;
}

function toPrismForm({ side, location, rule, message }: Violation): object {
  return {
    location: [side === 'request' ? 'request' : 'response', ...location.map(String)],
    severity: 'Error',
    code: rule,
    message,
  };
}

/** A header carries no more than ASCII safely, and a client's text may be in there. */
function toAscii(json: string): string {
  return json.replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
