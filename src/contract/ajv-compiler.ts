import type { FormatsPlugin } from 'ajv-formats';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import type { LoadRe2, Pattern } from './compile-pattern.ts';
import { createPatternCompiler } from './compile-pattern.ts';
import { DECIMAL_KEYWORD } from './decimal-digits.ts';
import { checkPatterns } from './document-patterns.ts';
import type { ContractDocument } from './document.ts';
import { contractError } from './document.ts';
import { findByPointer, parsePointer, toPointer } from './json-pointer.ts';
import { MULTIPLE_OF } from './multiple-of.ts';
import { parseUrl } from './parse-url.ts';
import { addReferenceKeyword } from './reference-keyword.ts';
import { toSchemaMessage } from './schema-message.ts';
import type { CompileSchema } from './schema.ts';
import { UNIQUE_ITEMS } from './unique-items.ts';
import { createRun } from './validation-run.ts';

/** ajv and its formats. A parameter, so that a start without them does not load them, which takes a tenth of a second. */
export interface AjvModules {
  readonly Ajv2020: typeof Ajv2020;
  readonly addFormats: FormatsPlugin;
  /** Loads the engine for patterns. */
  readonly loadRe2: LoadRe2;
}

/** Formats that are stricter than ajv's, by name. */
export type Formats = Readonly<Record<string, (text: string) => boolean>>;

const DOCUMENT_ID = 'openapi.json';
const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/**
 * How the mock uses ajv: with `allErrors`, since FastAPI answers with all errors; without strict mode, since an OpenAPI document has
 * members that are not JSON Schema; with `strictNumbers`, so that NaN and Infinity, which Python's JSON has, are not numbers: a reply could
 * not print them; with `ownProperties`, since a field may be called `constructor`.
 */
export const AJV_OPTIONS = {
  strict: false,
  strictNumbers: true,
  ownProperties: true,
  allErrors: true,
  logger: false,
  addUsedSchema: false,
} as const;

/**
 * Returns a compiler for the schemas of a document.
 *
 * @param source the document as the user wrote it, to which errors refer
 */
export function createAjvCompiler(
  modules: AjvModules,
  document: ContractDocument,
  formats: Formats = {},
  source: ContractDocument = document,
): CompileSchema {
  const compilePattern = createPatternCompiler(modules.loadRe2);
  const patterns = checkPatterns(source, compilePattern);
  // The patterns of the meta-schema may use JavaScript's engine.
  let isReady = false;
  const regExp = (pattern: string): Pattern => (isReady ? compilePattern(pattern) : new RegExp(pattern, 'u'));
  // Only used for standalone code, which is not generated here.
  regExp.code = 'new RegExp';
  const ajv = new modules.Ajv2020({ ...AJV_OPTIONS, passContext: true, code: { regExp } });
  modules.addFormats(ajv);
  ajv.removeKeyword('multipleOf').addKeyword(MULTIPLE_OF);
  ajv.removeKeyword('uniqueItems').addKeyword(UNIQUE_ITEMS);
  ajv.addKeyword(DECIMAL_KEYWORD);
  // ajv's own expression for this format backtracks exponentially on some texts.
  ajv.addFormat('url', (text: string) => parseUrl(text) !== undefined);
  // ajv's own uses JavaScript's engine, which refuses some patterns that RE2 accepts.
  ajv.addFormat('regex', (text: string) => patterns.has(text) || isExpression(text));
  for (const [name, isFormat] of Object.entries(formats)) ajv.addFormat(name, isFormat);
  ajv.addSchema(document, DOCUMENT_ID);
  // ajv has compiled the meta-schema to validate the document.
  isReady = true;
  const compile = addReferenceKeyword(ajv, document, toSchemaId);

  return (pointer) => {
    checkSchema(ajv, findByPointer(source, pointer) === undefined ? document : source, pointer);
    let validate;
    try {
      validate = compile(pointer);
    } catch (error) {
      throw contractError(pointer, `does not compile: ${error instanceof Error ? error.message : String(error)}.`);
    }
    return (value, run = createRun()) => validate(run, value) ?? undefined;
  };
}

function isExpression(text: string): boolean {
  try {
    return new RegExp(text, 'u').unicode;
  } catch {
    return false;
  }
}

/** Returns ajv's name for the schema at a pointer. */
export function toSchemaId(pointer: string): string {
  return `${DOCUMENT_ID}#${encodeURI(pointer).replaceAll('#', '%23')}`;
}

/** Refuses schemas that the compiler would partly ignore, such as one with an unknown `type`. */
function checkSchema(ajv: Ajv2020, document: ContractDocument, pointer: string): void {
  const node = findByPointer(document, pointer);
  if (typeof node !== 'boolean' && (typeof node !== 'object' || node === null)) {
    throw contractError(pointer, 'is not a schema.');
  }
  if (typeof node === 'object' && '$schema' in node && node.$schema !== DIALECT) {
    throw contractError(toPointer(pointer, '$schema'), `names another dialect than ${DIALECT}.`);
  }
  if (ajv.validateSchema(node) !== true) {
    const [error] = ajv.errors ?? [];
    const reason = error === undefined ? 'is not valid' : toSchemaMessage(error);
    throw contractError(
      toPointer(pointer, ...parsePointer(error?.instancePath ?? '')),
      `is not JSON Schema 2020-12: it ${reason}.`,
    );
  }
}
