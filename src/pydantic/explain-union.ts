import type { JsonObject } from '../contract/document.ts';
import { isObject } from '../contract/document.ts';
import { findByPointer, toPointer } from '../contract/json-pointer.ts';
import { findMember } from '../python/lossless-value.ts';
import { toPythonRepr } from '../python/text.ts';
import { NOT_A_MODEL } from './container-wording.ts';
import type { Explainer, Explainers } from './explainer.ts';
import { toMistake } from './explainer.ts';
import { toLossyText } from './lossy-text.ts';
import { toUnionLabel } from './union-label.ts';

/** Of a union: what is wrong by each of its branches, or by the one that a tag names. */
export function createUnionExplainer(
  explainers: Explainers,
  schema: JsonObject,
  branches: readonly string[],
): Explainer {
  const [only] = branches;
  if (branches.length === 1 && only !== undefined) return (spot) => explainers.explain(only, spot);
  const discriminator = schema['discriminator'];
  if (isObject(discriminator) && typeof discriminator['propertyName'] === 'string') {
    return createTaggedExplainer(explainers, discriminator['propertyName'], discriminator['mapping'], branches);
  }
  const { document } = explainers.schemas;
  const labelled = branches.map((pointer) => ({ pointer, label: toUnionLabel(document, pointer) }));
  return (spot) =>
    labelled.flatMap(({ pointer, label }) => explainers.explain(pointer, { ...spot, loc: [...spot.loc, label] }));
}

function createTaggedExplainer(
  explainers: Explainers,
  member: string,
  mapping: unknown,
  branches: readonly string[],
): Explainer {
  const { document } = explainers.schemas;
  const discriminator = `'${member}'`;
  const references = new Map(isObject(mapping) ? Object.entries(mapping) : []);
  const byTag = new Map<string, string>();
  for (const [tag, reference] of references) {
    const branch = branches.find((pointer) => findByPointer(document, toPointer(pointer, '$ref')) === reference);
    if (branch !== undefined) byTag.set(tag, branch);
  }
  const expected = [...references.keys()].map((known) => `'${known}'`).join(', ');

  return (spot) => {
    const { value } = spot;
    if (!isObject(value)) return [toMistake(spot, NOT_A_MODEL)];
    if (!Object.hasOwn(value, member)) {
      const msg = `Unable to extract tag using discriminator ${discriminator}`;
      return [toMistake(spot, { type: 'union_tag_not_found', msg, ctx: { discriminator } })];
    }
    const given = findMember(spot.input, member);
    const tag = toLossyText(typeof given === 'string' ? given : toPythonRepr(given));
    const branch = byTag.get(tag);
    if (branch !== undefined) return explainers.explain(branch, { ...spot, loc: [...spot.loc, tag] });
    const msg = `Input tag '${tag}' found using ${discriminator} does not match any of the expected tags: ${expected}`;
    return [toMistake(spot, { type: 'union_tag_invalid', msg, ctx: { discriminator, tag, expected_tags: expected } })];
  };
}
