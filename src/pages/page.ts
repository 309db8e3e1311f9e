import type { Result } from '../exchange/result.ts';
import type { Html } from './html.ts';
import { html } from './html.ts';

/** The only style of the pages. If it changes, so must {@link STYLE_DIGEST}: its test says to what. */
const STYLE = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentcolor 20%, transparent); }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.25rem; margin-top: 2.5rem; }
h3 { font-size: 1rem; margin: 2rem 0 0; padding-top: 0.5rem; border-top: 1px solid var(--line); }
h4 { font-size: 0.9rem; margin: 1rem 0 0.25rem; }
p { margin: 0.5rem 0; overflow-wrap: anywhere; }
.text { white-space: pre-wrap; }
ul { padding-left: 1.25rem; }
nav ul { columns: 20rem; list-style: none; padding: 0; margin: 0.25rem 0 1rem; }
nav li { break-inside: avoid; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 1rem 0.25rem 0; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
th[scope='row'] { width: 8rem; }
code { font: 0.9em ui-monospace, monospace; }
small { border: 1px solid var(--line); border-radius: 0.5rem; padding: 0 0.4rem; white-space: nowrap; }
`;

/** The digest of {@link STYLE}, by which the browser knows that the style is the mock's own. */
const STYLE_DIGEST = 'sha256-Fl+R250rC23P+6ocjweA1pJ8HFLkRT87a/bs73ygwO8=';

/** Whole, since a space more would change the digest. */
const STYLE_ELEMENT: Html = { markup: `<style>${STYLE}</style>` };

/** In the page, so that the browser does not request /favicon.ico. */
const ICON =
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"%3E%3Crect width="16" height="16" rx="3" fill="%232563eb"/%3E%3Cpath d="M4 4l4 4-4 4M9 12h4" stroke="%23fff" stroke-width="2" fill="none"/%3E%3C/svg%3E';

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  // Pages show what a contract and a request say, so they may load and run nothing, whatever these contain.
  'content-security-policy': `default-src 'none'; style-src '${STYLE_DIGEST}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** Returns a page for a browser. It needs no scripts, and loads nothing. */
export function toPageResult(title: string, content: Html, headers: Readonly<Record<string, string>> = {}): Result {
  const { markup } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <link rel="icon" href="${ICON}" />
        ${STYLE_ELEMENT}
      </head>
      <body>
        ${content}
      </body>
    </html> `;
  return { status: 200, value: undefined, body: markup, headers: { ...HEADERS, ...headers } };
}
