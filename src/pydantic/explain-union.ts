import type { ContractDocument, JsonObject } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { findMember } from '../python/lossless-value.ts';
import { toPythonRepr } from '../python/text.ts';
import { TAG_ENUMS } from './backend-models.ts';
import { toPlaceClass } from './class-name.ts';
import { NOT_A_MODEL } from './container-wording.ts';
import type { Explainer, Explainers } from './explainer.ts';
import { toValidationError } from './explainer.ts';
import { toLossyText } from './lossy-text.ts';
import { toUnionLabel } from './union-label.ts';
import type { TagChoice } from './union-tag.ts';
import { findTags } from './union-tag.ts';

/** Creates the explainer of a union, which returns the errors of each branch, or of the branch that the tag selects. */
export function createUnionExplainer(
  explainers: Explainers,
  schema: JsonObject,
  branches: readonly string[],
): Explainer {
  const [only] = branches;
  if (branches.length === 1 && only !== undefined) return (context) => explainers.explain(only, context);
  const discriminator = schema['discriminator'];
  if (isObject(discriminator) && typeof discriminator['propertyName'] === 'string') {
    return createTaggedExplainer(explainers, discriminator['propertyName'], discriminator['mapping'], branches);
  }
  const { document } = explainers.schemas;
  const labelled = branches.map((pointer) => ({ pointer, label: toUnionLabel(document, pointer) }));
  return (context) =>
    labelled.flatMap(({ pointer, label }) => explainers.explain(pointer, { ...context, loc: [...context.loc, label] }));
}

function createTaggedExplainer(
  explainers: Explainers,
  member: string,
  mapping: unknown,
  branches: readonly string[],
): Explainer {
  const discriminator = `'${member}'`;
  const choices = findTags(explainers.schemas.document, member, mapping, branches);
  const expected = choices.map((choice) => toTagRepr(explainers.schemas.document, choice)).join(', ');

  return (context) => {
    const { value } = context;
    if (!isObject(value)) return [toValidationError(context, NOT_A_MODEL)];
    if (!Object.hasOwn(value, member)) {
      const msg = `Unable to extract tag using discriminator ${discriminator}`;
      return [toValidationError(context, { type: 'union_tag_not_found', msg, ctx: { discriminator } })];
    }
    const choice = choices.find(({ tag }) => tag === value[member]);
    if (choice !== undefined) {
      return explainers.explain(choice.pointer, { ...context, loc: [...context.loc, choice.tag] });
    }
    const given = findMember(context.input, member);
    const tag = toLossyText(typeof given === 'string' ? given : toPythonRepr(given));
    const msg = `Input tag '${tag}' found using ${discriminator} does not match any of the expected tags: ${expected}`;
    return [
      toValidationError(context, {
        type: 'union_tag_invalid',
        msg,
        ctx: { discriminator, tag, expected_tags: expected },
      }),
    ];
  };
}

function toTagRepr(document: ContractDocument, { tag, pointer }: TagChoice): string {
  const enumClass = TAG_ENUMS.get(toPlaceClass(resolvePlace(document, pointer)));
  const text = toPythonRepr(tag);
  return enumClass === undefined ? text : `<${enumClass}.${String(tag).toUpperCase()}: ${text}>`;
}
