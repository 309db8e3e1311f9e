import type { Contract } from '../contract/contract.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import { METRICS_PATH } from '../exchange/metrics-target.ts';
import type { Result } from '../exchange/result.ts';
import { toJsonResult } from '../exchange/result.ts';
import type { RunContext } from '../operations/operation-handler.ts';
import type { Profile } from '../operations/profile.ts';
import { VERSION } from '../version.ts';
import { acceptsHtml } from './accept.ts';
import { toText } from './document-text.ts';
import { html } from './html.ts';
import { toPageResult } from './page.ts';

/** What the mock says about itself at `/`. */
interface Introduction {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly profile: Profile;
  readonly contract: { readonly title: string; readonly version: string; readonly operations: number };
  readonly session: string;
  readonly world: { readonly trackers: number; readonly events: number };
  /** Paths on this server. */
  readonly links: Readonly<Record<string, string>>;
}

/** The reply depends on it. */
const VARY = { vary: 'Accept' };

/** Returns the introduction as a page for a browser, and as JSON for everything else. */
export function introduce(contract: Contract, profile: Profile, context: RunContext): Result {
  const introduction = toIntroduction(contract, profile, context);
  if (!acceptsHtml(context.request.headers)) return toJsonResult(200, introduction, { headers: VARY });
  const paths = Object.entries(introduction.links);
  const links: Introduction['links'] = Object.fromEntries(
    paths.map(([name, path]): [string, string] => [name, toPageLink(path, context.received)]),
  );
  return toPage({ ...introduction, links }, context.received.admin === 'token');
}

/**
 * Returns the address of a path of this server for the page that was requested. It is relative, so that it holds behind a proxy that serves
 * the mock under a path of its own, which the mock does not know.
 */
function toPageLink(path: string, { basePath = '', target }: MockRequest): string {
  // A page at the path of a mount may have been requested without the slash at its end, and a relative address would leave the mount.
  if (basePath !== '') return path;
  const [page = ''] = target.split(/[?#]/);
  return `${'../'.repeat(Math.max(0, page.split('/').length - 2)) || './'}${path.slice(1)}`;
}

function toIntroduction(
  { document: { info }, operations }: Contract,
  profile: Profile,
  { world, received, selected }: RunContext,
): Introduction {
  const base = `${received.basePath ?? ''}${selected.prefix}`;
  return {
    name: 'agentex-tracker-mock',
    version: VERSION,
    description: 'A mock server for the agent task tracker API of Agentex.',
    profile,
    contract: {
      title: toText(info['title']),
      version: toText(info['version']),
      operations: operations.length,
    },
    session: selected.name,
    world: { trackers: world.trackerCount, events: world.eventCount },
    links: {
      ...(received.admin === undefined ? {} : { dashboard: `${base}/__admin/ui/` }),
      docs: `${base}/docs`,
      openapi: `${base}/openapi.json`,
      health: `${base}/readyz`,
      ...(received.hasMetrics === true ? { metrics: `${received.basePath ?? ''}${METRICS_PATH}` } : {}),
      ...(received.admin === undefined ? {} : { admin: `${base}/__admin/openapi.json` }),
    },
  };
}

function toPage(introduction: Introduction, needsToken: boolean): Result {
  const { name, version, description, profile, contract, session, world, links } = introduction;
  const { docs = '', openapi = '', health = '', dashboard, metrics, admin } = links;
  const control = html`<li>
    <a href="${admin ?? ''}">Control API</a>: its document.
    ${
      needsToken
        ? html`It needs the token: <code>Authorization: Bearer TOKEN</code>`
        : html`It sets up worlds, stubs and faults, and has the journal of requests`
    }
  </li>`;
  return toPageResult(
    name,
    html`<h1>${name} ${version}</h1>
      <p>
        ${description} It keeps its contract and its state, so a client that works with it works with the real server.
      </p>
      <table>
        <tr>
          <th scope="row">Contract</th>
          <td>${contract.title} ${contract.version}, ${toCount(contract.operations, 'operation')}</td>
        </tr>
        <tr>
          <th scope="row">World</th>
          <td>${toCount(world.trackers, 'tracker')}, ${toCount(world.events, 'event')}</td>
        </tr>
        <tr>
          <th scope="row">Session</th>
          <td><code>${session}</code></td>
        </tr>
        <tr>
          <th scope="row">Profile</th>
          <td><code>${profile}</code></td>
        </tr>
      </table>
      <ul>
        ${dashboard === undefined ? [] : html`<li><a href="${dashboard}">Dashboard</a>: the requests as they happen, what breaks the contract, and why</li>`}
        <li><a href="${docs}">API</a>: its operations, with parameters, replies and schemas</li>
        <li><a href="${openapi}">openapi.json</a>: the contract that every request and reply is validated against</li>
        <li><a href="${health}">Health</a>: for tools that wait until the mock is ready</li>
        ${metrics === undefined ? [] : html`<li><a href="${metrics}">Metrics</a>: counts of what the mock does, for Prometheus</li>`}
        ${admin === undefined ? [] : control}
      </ul>
      <p>This page is for people. A program that does not ask for <code>text/html</code> gets the same as JSON.</p>`,
    VARY,
  );
}

function toCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
