import { createRequire } from 'node:module';
import { join } from 'node:path';
import { MockError } from '../mock-error.ts';

/** The package that brings Prism. An optional peer: nothing of it is imported before it is asked for. */
const PEER = '@stoplight/prism-cli';

/** The slice of `@stoplight/prism-http` that is used here. Its own types would need the peer to be installed. */
export interface PrismHttp {
  /** Reads an OpenAPI document. It resolves the references in place: give it a copy. */
  getHttpOperationsFromSpec(document: object): Promise<PrismOperation[]>;
  createInstance(config: object, components: object): PrismInstance;
}

export interface PrismOperation {
  /** Lower case. */
  readonly method: string;
  readonly path: string;
}

export interface PrismInstance {
  /** A lazy task; running it may throw as well as reject. */
  request(input: object, operations: readonly PrismOperation[]): () => Promise<PrismResult>;
}

/** What Prism found (`Right`), or why it gave up (`Left`). */
export type PrismResult =
  | { readonly _tag: 'Left'; readonly left: Error }
  | { readonly _tag: 'Right'; readonly right: { readonly validations: PrismValidations } };

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

/**
 * Prism as a library. Takes about 0.7 s and 100 MB of memory the first time.
 *
 * @throws {MockError} `option-invalid` where Prism is not installed; its message is one line that says what to install.
 */
export function loadPrism(): PrismHttp {
  // prism-http is the peer's own dependency, so it is looked for from there: a package manager may have put it beneath the peer.
  const loaded: unknown = createRequire(findPeer())('@stoplight/prism-http');
  if (!isPrismHttp(loaded)) throw toMissingPrism('the installed one has another interface');
  return loaded;
}

/**
 * The file of the `prism` command.
 *
 * @throws {MockError} `option-invalid` where Prism is not installed.
 */
export function findPrismCommand(): string {
  const manifestFile = findPeer();
  const manifest: unknown = createRequire(manifestFile)(manifestFile);
  const bin: unknown =
    typeof manifest === 'object' && manifest !== null && 'bin' in manifest ? manifest.bin : undefined;
  const command: unknown = typeof bin === 'object' && bin !== null && 'prism' in bin ? bin.prism : bin;
  if (typeof command !== 'string') throw toMissingPrism('the installed one has no command "prism"');
  return join(manifestFile, '..', command);
}

/** The manifest of the peer, from beside this package, or from the folder of the user where this package runs from a cache (npx). */
function findPeer(): string {
  for (const from of [import.meta.url, join(process.cwd(), 'package.json')]) {
    try {
      return createRequire(from).resolve(`${PEER}/package.json`);
    } catch {
      // Not there; the next place may have it.
    }
  }
  throw toMissingPrism('it is not installed');
}

function toMissingPrism(why: string): MockError {
  return new MockError(
    'option-invalid',
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
