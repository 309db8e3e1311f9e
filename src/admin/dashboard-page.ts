import type { MockRequest } from '../exchange/exchange.ts';
import { toProblemReply } from '../exchange/problem-reply.ts';
import type { HttpReply } from '../exchange/reply.ts';
import { MockError } from '../mock-error.ts';

/** Reads a file of the dashboard by its name. */
export type ReadFile = (name: string) => Promise<Uint8Array>;

const PATH = '/__admin/ui';

const TYPES: Readonly<Record<string, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'app.js': 'text/javascript; charset=utf-8',
  'worker.js': 'text/javascript; charset=utf-8',
  'style.css': 'text/css; charset=utf-8',
};

/** The page shows what clients have sent: it runs its own script only, loads nothing from elsewhere, and is shown in no other page. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
};

export function isDashboardPath(path: string): boolean {
  return path === PATH || path.startsWith(`${PATH}/`);
}

/**
 * Returns the headers by which the guard decides on a request for a file of the dashboard. A link on any website may open the page, as it
 * may open every other: the files are the same for everybody, and a page cannot read them. Other requests of pages are refused as for the
 * rest of the control API.
 */
export function toGuardedHeaders(headers: MockRequest['headers']): MockRequest['headers'] {
  const isLink = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  if (!isLink) return headers;
  const { 'sec-fetch-site': _, ...rest } = headers;
  return rest;
}

/** Answers a request for a file of the dashboard. */
export async function answerDashboard(method: string, path: string, readFile: ReadFile): Promise<HttpReply> {
  if (method !== 'GET' && method !== 'HEAD') {
    const message = `Failed to answer ${JSON.stringify(method)}: the dashboard allows GET, HEAD.`;
    const reply = toProblemReply(new MockError('method-not-allowed', message));
    return { ...reply, headers: { ...reply.headers, allow: 'GET, HEAD' } };
  }
  // Relative, since the mock may be mounted at any path.
  if (path === PATH) return { status: 308, headers: { location: './ui/' }, body: '' };
  const name = path.slice(PATH.length + 1) || 'index.html';
  const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
  if (type === undefined) {
    const message = `Failed to answer ${JSON.stringify(path.slice(0, 200))}: the dashboard has no such file. It is at ${PATH}/.`;
    return toProblemReply(new MockError('not-found', message));
  }
  const content = await readFile(name);
  return { status: 200, headers: { 'content-type': type, ...HEADERS }, body: '', content };
}
