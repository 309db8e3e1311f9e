import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createMask } from '../journal/mask.ts';
import { toCurlLine } from './curl-line.ts';
import type { CoverageElement } from './element.ts';
import type { TriedRequest } from './find-requests.ts';

/** The file for people, beside the reports. */
const FILE = 'contract-gaps.md';

/**
 * Writes what was not covered, each part with a request that covers it: as a command, and as a line of a test.
 *
 * @param base the address for the commands
 */
export function writeGaps(
  gaps: readonly CoverageElement[],
  requests: ReadonlyMap<string, TriedRequest>,
  folder: string,
  base: string,
): void {
  const byRequest = new Map<string, string[]>();
  const without: string[] = [];
  for (const { key, kind, label } of gaps) {
    const request = requests.get(key);
    if (request === undefined) without.push(toItem(kind, label));
    else {
      const text = toRequestText(request, base);
      byRequest.set(text, [...(byRequest.get(text) ?? []), toItem(kind, label)]);
    }
  }
  const parts = [...byRequest].map(([text, items]) => `${items.join('\n')}\n\n${text}\n`);
  const rest = without.length === 0 ? [] : [`## No request was found for\n\n${without.join('\n')}\n`];
  writeFileSync(join(folder, FILE), ['# What was not covered\n', ...parts, ...rest].join('\n'));
}

function toItem(kind: string, label: string): string {
  return `- ${kind}: ${label}`;
}

function toRequestText({ request, operation }: TriedRequest, base: string): string {
  const curl = toCurlLine({ request, operation }, base, createMask());
  return `\`\`\`sh\n${curl}\n\`\`\`\n\n\`\`\`js\n${toSnippet(request)}\n\`\`\``;
}

/** Returns the line of a test that sends a request; `baseUrl` is the mock's address. */
function toSnippet({ method, target, headers, body }: TriedRequest['request']): string {
  const init = {
    ...(method === 'GET' ? {} : { method }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    // Fetch sends no body with these.
    ...(body.length === 0 || method === 'GET' || method === 'HEAD' ? {} : { body: new TextDecoder().decode(body) }),
  };
  const options = Object.keys(init).length === 0 ? '' : `, ${JSON.stringify(init)}`;
  return `await fetch(baseUrl + ${JSON.stringify(target)}${options});`;
}
