import type { FormatsPlugin } from 'ajv-formats';
import type { Ajv2020 } from 'ajv/dist/2020.js';
import type { LoadRe2, Pattern } from './compile-pattern.ts';
import { createPatternCompiler } from './compile-pattern.ts';
import { checkPatterns } from './document-patterns.ts';
import type { ContractDocument } from './document.ts';
import { contractError } from './document.ts';
import { findByPointer, parsePointer, toPointer } from './json-pointer.ts';
import { MULTIPLE_OF } from './multiple-of.ts';
import type { CallRef } from './remembered-references.ts';
import { rememberReferences } from './remembered-references.ts';
import type { CompileSchema } from './schema.ts';
import { UNIQUE_ITEMS } from './unique-items.ts';
import { holdMemos } from './value-memo.ts';

/** ajv and its formats. Handed in, since a start that needs neither should not wait for them: they load for a tenth of a second. */
export interface AjvModules {
  readonly Ajv2020: typeof Ajv2020;
  readonly addFormats: FormatsPlugin;
  readonly callRef: CallRef;
  /** Loads what patterns are looked for with. */
  readonly loadRe2: LoadRe2;
}

/** Formats that are stricter than JSON Schema's own, by name. A string keeps the format where both say so. */
export type Formats = Readonly<Record<string, (text: string) => boolean>>;

const DOCUMENT_ID = 'openapi.json';
const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/**
 * How the mock uses ajv: with `allErrors`, since FastAPI answers with every mistake at once; without ajv's strict mode, since an OpenAPI
 * document holds members that are not JSON Schema; with `strictNumbers`, so that NaN and Infinity, which Python's JSON has, are no
 * numbers: a reply could not print them; with `ownProperties`, since a field may be called `constructor`.
 */
export const AJV_OPTIONS = {
  strict: false,
  strictNumbers: true,
  ownProperties: true,
  allErrors: true,
  logger: false,
  addUsedSchema: false,
} as const;

/** A compiler for the schemas of a document. `$ref` is followed by ajv itself. */
export function createAjvCompiler(
  modules: AjvModules,
  document: ContractDocument,
  formats: Formats = {},
): CompileSchema {
  const compilePattern = createPatternCompiler(modules.loadRe2);
  const patterns = checkPatterns(document, compilePattern);
  // The schema of all schemas has patterns of its own, which JavaScript may look for.
  let isReady = false;
  const regExp = (pattern: string): Pattern => (isReady ? compilePattern(pattern) : new RegExp(pattern, 'u'));
  // What ajv would write into code that outlives the process; there is none.
  regExp.code = 'new RegExp';
  const ajv = new modules.Ajv2020({ ...AJV_OPTIONS, code: { regExp } });
  modules.addFormats(ajv);
  ajv.removeKeyword('multipleOf').addKeyword(MULTIPLE_OF);
  ajv.removeKeyword('uniqueItems').addKeyword(UNIQUE_ITEMS);
  // The one of ajv's formats whose expression goes back without end on some texts.
  ajv.addFormat('url', (text: string) => URL.canParse(text));
  // ajv's own asks JavaScript, which does not know all that a pattern may have.
  ajv.addFormat('regex', (text: string) => patterns.has(text) || isExpression(text));
  for (const [name, isFormat] of Object.entries(formats)) ajv.addFormat(name, isFormat);
  ajv.addSchema(document, DOCUMENT_ID);
  // ajv looked at the document with it, so it is compiled.
  isReady = true;
  const compile = rememberReferences(ajv, modules.callRef, document, toSchemaId);

  return (pointer) => {
    checkSchema(ajv, document, pointer);
    let validate;
    try {
      validate = compile(pointer);
    } catch (error) {
      throw contractError(pointer, `does not compile: ${error instanceof Error ? error.message : String(error)}.`);
    }
    if (validate === undefined) throw contractError(pointer, 'does not compile.');
    return (value) => holdMemos(() => (validate(value) ? undefined : (validate.errors ?? [])));
  };
}

function isExpression(text: string): boolean {
  try {
    return new RegExp(text, 'u').unicode;
  } catch {
    return false;
  }
}

/** What ajv calls the schema at a pointer. */
export function toSchemaId(pointer: string): string {
  return `${DOCUMENT_ID}#${encodeURI(pointer).replaceAll('#', '%23')}`;
}

/** Finds what the compiler would pass over, such as a `type` that is no type. */
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
    throw contractError(
      toPointer(pointer, ...parsePointer(error?.instancePath ?? '')),
      `is not JSON Schema 2020-12: it ${error?.message ?? 'is not valid'}.`,
    );
  }
}
