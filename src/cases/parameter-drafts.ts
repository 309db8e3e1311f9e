import type { Parameter } from '../contract/parameter.ts';
import type { ParameterText } from './parameter-texts.ts';
import { isListParameter, listParameterTexts } from './parameter-texts.ts';
import type { RequestDraft, RequestParts } from './request-draft.ts';
import type { Sampler } from './sample-values.ts';
import { UNLISTED } from './sample-values.ts';

/** Path segments that lead nowhere, and that readers of paths differ over. */
const ODD_SEGMENTS = ['no such one', '\u00e9\u{1f600}', 'a;b=c', 'a:b@c', 'a+b', 'a,b', 'a%b', 'null'];

/** The requests that are special in one parameter. */
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

/** The requests that are special in the query as a whole. */
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
  // An empty segment makes another path.
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
  // Others can't stand in a header, or lose their white space on the way.
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
  const good = findText(texts, true);
  const bad = findText(texts, false) ?? findText(texts.slice(1), true);
  const drafts = [
    ...texts.map(({ what, text, valid }) => draft(what, valid, [name, text])),
    draft('missing', !required),
  ];
  if (good === undefined || bad === undefined) return drafts;

  const isList = isListParameter(sampler, parameter);
  const twice = (first: ParameterText, last: ParameterText): RequestDraft => {
    const valid = last.valid && (first.valid || !isList);
    return draft(`twice, ${first.text} and ${last.text}`, valid, [name, first.text], [name, last.text]);
  };
  return [
    ...drafts,
    twice(bad, good),
    twice(good, bad),
    draft('its name in upper case', !required, [name.toUpperCase(), bad.text]),
    draft('its name with brackets', !required, [`${name}[]`, bad.text]),
  ];
}

function findText(texts: readonly ParameterText[], valid: boolean): ParameterText | undefined {
  return texts.find((candidate) => candidate.valid === valid && candidate.text !== '');
}
