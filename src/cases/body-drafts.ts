import { isObject } from '../contract/document.ts';
import type { RequestBody } from '../contract/operation.ts';
import { SAMPLE_TEXT } from '../samples/text-samples.ts';
import type { BodyModel } from './base-body.ts';
import { findBaseBody } from './base-body.ts';
import type { RequestDraft } from './request-draft.ts';
import type { Sampler } from './sample-values.ts';
import { UNLISTED } from './sample-values.ts';

const JSON_TYPE = 'application/json';

/** Lists the requests whose body or media type differs from the base request. */
export function listBodyDrafts(requestBody: RequestBody, sampler: Sampler, model: BodyModel): RequestDraft[] {
  const base = findBaseBody(requestBody, sampler, model);
  return [
    ...listValueDrafts(requestBody, sampler, model),
    ...listTextDrafts(requestBody, sampler, base),
    ...listMediaTypeDrafts(requestBody, sampler, base),
  ];
}

/** A request with a body that the operation does not declare. FastAPI ignores it. */
export const STRAY_BODY: RequestDraft = {
  label: 'body: not declared',
  valid: true,
  contentType: JSON_TYPE,
  body: '{}',
};

function listValueDrafts({ required, schema }: RequestBody, sampler: Sampler, model: BodyModel): RequestDraft[] {
  const isValid = (value: unknown): boolean =>
    value === null ? !required : sampler.isValid(schema.pointer, model.convert(value));
  const seen = new Set<string>();
  return sampler.list(schema.pointer).flatMap(({ at, what, value }, index) => {
    const text = JSON.stringify(value);
    if (seen.has(text)) return [];
    seen.add(text);
    return [
      {
        label: `body${at}: ${what}`,
        valid: isValid(value),
        contentType: JSON_TYPE,
        body: makeUnique(text, index, isValid),
      },
    ];
  });
}

/**
 * Makes the sample strings in a JSON text unique, unless that changes whether it is valid. A server may refuse a value that it has seen,
 * such as an event before the current one, and a valid request must not be refused for that.
 */
function makeUnique(json: string, mark: string | number, isValid: (value: unknown) => boolean): string {
  const varied = json.replaceAll(`"${SAMPLE_TEXT}"`, JSON.stringify(`${SAMPLE_TEXT} ${mark}`));
  return isValid(JSON.parse(varied)) === isValid(JSON.parse(json)) ? varied : json;
}

function listTextDrafts({ required, schema }: RequestBody, sampler: Sampler, base: unknown): RequestDraft[] {
  const valid = base !== undefined;
  const drafts: readonly (readonly [what: string, write: (json: string) => string, valid: boolean])[] = [
    ['surrounding white space', (json) => ` ${json}\n`, valid],
    ['a byte order mark', (json) => `\ufeff${json}`, valid],
    ['not closed', (json) => json.slice(0, -1), false],
    ['trailing data', (json) => `${json}}`, false],
    ...(isObject(base)
      ? [['an unlisted NaN', addNaN, sampler.isValid(schema.pointer, { ...base, [UNLISTED]: 0 })] as const]
      : []),
  ];
  return [
    { label: 'body: missing', valid: !required, contentType: null, body: null },
    { label: 'body: missing, with a content-type', valid: !required, contentType: JSON_TYPE, body: null },
    ...drafts.map(([what, write, isValid]) => ({
      label: `body: ${what}`,
      valid: isValid,
      contentType: JSON_TYPE,
      body: write(writeBase(what, base, schema.pointer, sampler)),
    })),
  ];
}

function addNaN(json: string): string {
  return `${json.slice(0, -1)}${json === '{}' ? '' : ','}"${UNLISTED}":NaN}`;
}

function listMediaTypeDrafts({ schema }: RequestBody, sampler: Sampler, base: unknown): RequestDraft[] {
  const valid = base !== undefined;
  // FastAPI does not parse a body whose media type is not JSON, so the schema is applied to a string.
  const isText = sampler.isValid(schema.pointer, writeBase('', base, schema.pointer, sampler));
  const types: readonly (readonly [contentType: string | null, valid: boolean])[] = [
    [null, isText],
    ['text/plain', isText],
    ['application/x-www-form-urlencoded', isText],
    ['application/json; charset=utf-8', valid],
    ['APPLICATION/JSON', valid],
    ['application/vnd.api+json', valid],
  ];
  return types.map(([contentType, isValid]) => {
    const label = `content-type: ${contentType ?? 'none'}`;
    return { label, valid: isValid, contentType, body: writeBase(label, base, schema.pointer, sampler) };
  });
}

/** Returns the base body as JSON with strings made unique by a mark, or an empty object if there is none. */
function writeBase(mark: string, base: unknown, pointer: string, sampler: Sampler): string {
  return makeUnique(JSON.stringify(base ?? {}), mark, (value) => sampler.isValid(pointer, value));
}
