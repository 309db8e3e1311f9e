import type { Parameter } from '../contract/parameter.ts';
import type { ParameterText } from './parameter-texts.ts';
import { isListParameter, listParameterTexts } from './parameter-texts.ts';
import type { RequestDraft, RequestParts } from './request-draft.ts';
import type { Sampler } from './sample-values.ts';
import { UNLISTED } from './sample-values.ts';

/** Path segments that match no resource and that servers decode differently. */
const ODD_SEGMENTS = ['no such one', '\u00e9\u{1f600}', 'a;b=c', 'a:b@c', 'a+b', 'a,b', 'a%b', 'null'];

/** Lists the requests in which one parameter differs from the base request. */
export function listParameterDrafts(parameter: Parameter, sampler: Sampler, base: RequestParts): RequestDraft[] {
  const texts = listParameterTexts(sampler, parameter);
  switch (parameter.in) {
    case 'path':
      return listPathDrafts(parameter, texts, sampler, base);
    case 'query':
      return listQueryDrafts(parameter, texts, sampler, base);
    case 'header':
      return listHeaderDrafts(parameter, texts, base);
  }
}

/** Lists the requests whose query as a whole differs from the base request. */
export function listSearchDrafts(
  parameters: readonly Parameter[],
  sampler: Sampler,
  base: RequestParts,
): RequestDraft[] {
  const all = parameters.flatMap((parameter): [string, string][] => {
    const text = parameter.in === 'query' ? findText(listParameterTexts(sampler, parameter), true)?.text : undefined;
    return text === undefined ? [] : [[parameter.name, text]];
  });
  return [
    ...(all.length > 1 ? [{ label: 'query: every parameter', valid: true, query: all }] : []),
    { label: 'query: an unlisted parameter', valid: true, query: [...base.query, [UNLISTED, '1']] },
  ];
}

function listPathDrafts(
  { name, schema }: Parameter,
  texts: readonly ParameterText[],
  sampler: Sampler,
  base: RequestParts,
): RequestDraft[] {
  const takesText = !['integer', 'number', 'boolean'].some((type) => sampler.findTypes(schema.pointer).has(type));
  const odd = (takesText ? ODD_SEGMENTS : []).map((text) => ({
    what: JSON.stringify(text),
    text,
    valid: sampler.isValid(schema.pointer, text),
  }));
  // An empty segment would be a different path.
  return [...texts, ...odd]
    .filter(({ text }) => text !== '')
    .map(({ what, text, valid }) => ({ label: `path ${name}: ${what}`, valid, path: { ...base.path, [name]: text } }));
}

function listHeaderDrafts(
  { name, required }: Parameter,
  texts: readonly ParameterText[],
  base: RequestParts,
): RequestDraft[] {
  const { [name]: _, ...headers } = base.headers;
  // A header cannot carry other texts, or loses their white space.
  const sendable = texts.filter(({ text }) => /^[!-~]([ -~]*[!-~])?$/.test(text));
  return [
    ...sendable.map(({ what, text, valid }) => ({
      label: `header ${name}: ${what}`,
      valid,
      headers: { ...headers, [name]: text },
    })),
    { label: `header ${name}: missing`, valid: !required, headers },
  ];
}

function listQueryDrafts(
  parameter: Parameter,
  texts: readonly ParameterText[],
  sampler: Sampler,
  base: RequestParts,
): RequestDraft[] {
  const { name, required } = parameter;
  const others = base.query.filter(([other]) => other !== name);
  const draft = (what: string, valid: boolean, ...sent: [string, string][]): RequestDraft => ({
    label: `query ${name}: ${what}`,
    valid,
    query: [...others, ...sent],
  });
  const validText = findText(texts, true);
  const invalidText = findText(texts, false) ?? findText(texts.slice(1), true);
  const drafts = [
    ...texts.map(({ what, text, valid }) => draft(what, valid, [name, text])),
    draft('missing', !required),
  ];
  if (validText === undefined || invalidText === undefined) return drafts;

  const isList = isListParameter(sampler, parameter);
  const twice = (first: ParameterText, last: ParameterText): RequestDraft => {
    const valid = last.valid && (first.valid || !isList);
    return draft(`twice, ${first.text} and ${last.text}`, valid, [name, first.text], [name, last.text]);
  };
  return [
    ...drafts,
    twice(invalidText, validText),
    twice(validText, invalidText),
    draft('name in upper case', !required, [name.toUpperCase(), invalidText.text]),
    draft('name with brackets', !required, [`${name}[]`, invalidText.text]),
  ];
}

function findText(texts: readonly ParameterText[], valid: boolean): ParameterText | undefined {
  return texts.find((candidate) => candidate.valid === valid && candidate.text !== '');
}
