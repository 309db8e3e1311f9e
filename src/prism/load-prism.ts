import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isObject } from '../contract/document.ts';
import { MockError } from '../mock-error.ts';
import { isAtLeast } from '../version.ts';

/** The package that provides Prism. An optional peer: loaded only when Prism is used. */
const PEER = '@stoplight/prism-cli';

/** The part of `@stoplight/prism-http` that is used here. Its own types would require the peer to be installed. */
export interface PrismHttp {
  /** Reads an OpenAPI document. Resolves references in place, so pass a copy. */
  getHttpOperationsFromSpec(document: object): Promise<PrismOperation[]>;
  createInstance(config: object, components: object): PrismInstance;
}

export interface PrismOperation {
  /** Lower case. */
  readonly method: string;
  readonly path: string;
}

export interface PrismInstance {
  /** Returns a lazy task; running it may throw as well as reject. */
  request(input: object, operations: readonly PrismOperation[], config?: object): () => Promise<PrismResult>;
}

/** What Prism found (`Right`), or why it failed (`Left`). */
export type PrismResult =
  | { readonly _tag: 'Left'; readonly left: Error }
  | {
      readonly _tag: 'Right';
      readonly right: {
        readonly validations: PrismValidations;
        readonly output: { readonly statusCode: number; readonly body?: unknown };
      };
    };

export interface PrismValidations {
  readonly input: readonly PrismDiagnostic[];
  readonly output: readonly PrismDiagnostic[];
}

/** One finding as Prism's core reports it; `severity` 0 is an error, 1 a warning. */
export interface PrismDiagnostic {
  readonly path?: readonly (string | number)[];
  readonly code?: string | number;
  readonly message: string;
  readonly severity: number;
}

/** The oldest release line of the peer that works. */
const OLDEST = '5.14';

/**
 * Loads Prism as a library. Takes about 0.7 s and 100 MB of memory the first time.
 *
 * @throws {MockError} `option-invalid` if Prism is not installed, is too old or does not load; its message is one line that says what
 *   to install.
 */
export function loadPrism(): PrismHttp {
  const { manifestFile, version } = findPeer();
  const loaded = requirePrismHttp(manifestFile, version);
  if (!isPrismHttp(loaded)) throw toUnusablePrism(`the installed ${version} has another interface`);
  return loaded;
}

/** Loads prism-http from the peer, whose dependency it is: a package manager may have installed it below the peer. */
function requirePrismHttp(manifestFile: string, version: string): unknown {
  try {
    return createRequire(manifestFile)('@stoplight/prism-http');
  } catch (error) {
    const [reason] = String(error).split('\n');
    throw toUnusablePrism(`the installed ${version} does not load on Node ${process.versions.node} (${reason})`);
  }
}

/**
 * Returns the file of the `prism` command.
 *
 * @throws {MockError} `option-invalid` if Prism is not installed or too old.
 */
export function findPrismCommand(): string {
  const { manifestFile, version, bin } = findPeer();
  const command: unknown = typeof bin === 'object' && bin !== null && 'prism' in bin ? bin.prism : bin;
  if (typeof command !== 'string') throw toUnusablePrism(`the installed ${version} has no command "prism"`);
  return join(manifestFile, '..', command);
}

interface Peer {
  readonly manifestFile: string;
  readonly version: string;
  readonly bin: unknown;
}

/** @throws {MockError} `option-invalid` if it is not installed or too old */
function findPeer(): Peer {
  const manifestFile = findManifest();
  const manifest: unknown = createRequire(manifestFile)(manifestFile);
  const { version, bin } = isObject(manifest) ? manifest : {};
  const shown = typeof version === 'string' ? version : 'version';
  if (!isAtLeast(shown, OLDEST)) throw toUnusablePrism(`it needs ${OLDEST} or later, but ${shown} is installed`);
  return { manifestFile, version: shown, bin };
}

/** Returns the peer's manifest, installed beside this package, or in the current folder if this package runs from a cache (npx). */
function findManifest(): string {
  for (const from of [import.meta.url, join(process.cwd(), 'package.json')]) {
    try {
      return createRequire(from).resolve(`${PEER}/package.json`);
    } catch {
      // Not found here; try the next location.
    }
  }
  throw toUnusablePrism('it is not installed');
}

function toUnusablePrism(why: string): MockError {
  return new MockError(
    'option-invalid',
    // The newest version that runs on every supported Node version.
    `Failed to load Prism: ${why}. Install it: npm install --save-dev ${PEER}@5.14.2`,
  );
}

function isPrismHttp(value: unknown): value is PrismHttp {
  return (
    typeof value === 'object' &&
    value !== null &&
    'createInstance' in value &&
    typeof value.createInstance === 'function' &&
    'getHttpOperationsFromSpec' in value &&
    typeof value.getHttpOperationsFromSpec === 'function'
  );
}
