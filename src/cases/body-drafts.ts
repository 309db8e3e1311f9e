import { isObject } from '../contract/document.ts';
import type { RequestBody } from '../contract/operation.ts';
import type { RequestDraft } from './request-draft.ts';
import type { Sampler } from './sample-values.ts';
import { SAMPLE_TEXT, UNLISTED } from './sample-values.ts';

const JSON_TYPE = 'application/json';

/** The requests that are special in their body or its media type. */
export function listBodyDrafts(requestBody: RequestBody, sampler: Sampler): RequestDraft[] {
  return [
    ...listValueDrafts(requestBody, sampler),
    ...listTextDrafts(requestBody, sampler),
    ...listMediaTypeDrafts(requestBody, sampler),
  ];
}

/** The request with a body that has no place in the operation: FastAPI does not look at it. */
export const STRAY_BODY: RequestDraft = {
  label: 'body: one where the contract has none',
  valid: true,
  contentType: JSON_TYPE,
  body: '{}',
};

function listValueDrafts({ required, schema }: RequestBody, sampler: Sampler): RequestDraft[] {
  const isValid = (value: unknown): boolean => (value === null ? !required : sampler.isValid(schema.pointer, value));
  const seen = new Set<string>();
  return sampler.list(schema.pointer).flatMap(({ at, what, value }, index) => {
    const text = JSON.stringify(value);
    if (seen.has(text)) return [];
    seen.add(text);
    return [
      { label: `body${at}: ${what}`, valid: isValid(value), contentType: JSON_TYPE, body: vary(text, index, isValid) },
    ];
  });
}

/**
 * The same JSON with texts that come in no other body, where that leaves it as valid as it is. So a text that may not come again,
 * such as an event that was passed, is never the reason why a valid request is refused.
 */
function vary(json: string, mark: string | number, isValid: (value: unknown) => boolean): string {
  const varied = json.replaceAll(`"${SAMPLE_TEXT}"`, JSON.stringify(`${SAMPLE_TEXT} ${mark}`));
  return isValid(JSON.parse(varied)) === isValid(JSON.parse(json)) ? varied : json;
}

function listTextDrafts({ required, schema }: RequestBody, sampler: Sampler): RequestDraft[] {
  const value = sampler.findValid(schema.pointer);
  const valid = value !== undefined;
  const drafts: readonly (readonly [what: string, write: (json: string) => string, valid: boolean])[] = [
    ['white space around it', (json) => ` ${json}\n`, valid],
    ['a byte order mark before it', (json) => `\ufeff${json}`, valid],
    ['not closed', (json) => json.slice(0, -1), false],
    ['something after it', (json) => `${json}}`, false],
    ...(isObject(value)
      ? [['an unlisted NaN', addNaN, sampler.isValid(schema.pointer, { ...value, [UNLISTED]: 0 })] as const]
      : []),
  ];
  return [
    { label: 'body: none', valid: !required, contentType: null, body: null },
    { label: 'body: none, with a content-type', valid: !required, contentType: JSON_TYPE, body: null },
    ...drafts.map(([what, write, isValid]) => ({
      label: `body: ${what}`,
      valid: isValid,
      contentType: JSON_TYPE,
      body: write(writeValid(what, schema.pointer, sampler)),
    })),
  ];
}

function addNaN(json: string): string {
  return `${json.slice(0, -1)}${json === '{}' ? '' : ','}"${UNLISTED}":NaN}`;
}

function listMediaTypeDrafts({ schema }: RequestBody, sampler: Sampler): RequestDraft[] {
  const valid = sampler.findValid(schema.pointer) !== undefined;
  // FastAPI does not parse what is not JSON by its media type: the schema meets a text.
  const isText = sampler.isValid(schema.pointer, writeValid('', schema.pointer, sampler));
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
    return { label, valid: isValid, contentType, body: writeValid(label, schema.pointer, sampler) };
  });
}

/** A valid body as JSON, its texts made from a mark; an empty object where no valid one is found. */
function writeValid(mark: string, pointer: string, sampler: Sampler): string {
  return vary(JSON.stringify(sampler.findValid(pointer) ?? {}), mark, (value) => sampler.isValid(pointer, value));
}
