import type { Contract } from '../contract/contract.ts';
import { isObject } from '../contract/document.ts';
import { createModelForm } from '../pydantic/model-value.ts';
import type { EventRules, OmittedMember } from '../trackers/event-fixture.ts';
import { createContractCheck } from './contract-check.ts';
import { listEventSchemas } from './event-schemas.ts';
import { listFields, listModels } from './object-models.ts';

/** Returns what a contract says of an event; nothing if it has no operation that returns events. */
export function createEventRules(contract: Contract): EventRules {
  const { schemas } = contract;
  const pointers = listEventSchemas(contract);
  const forms = pointers.map((pointer) => createModelForm(schemas, pointer));
  return {
    names: new Set(pointers.flatMap((pointer) => listModels(schemas, pointer)).flatMap((model) => listFields(model))),
    check: createContractCheck(schemas, pointers),
    findOmitted: ({ content }) =>
      forms.flatMap((form) => [...listOmitted(content, findContent(form({ content })), ['content'])]),
  };
}

function findContent(event: unknown): unknown {
  return isObject(event) ? event['content'] : undefined;
}

/** Yields the members of a value that its form lacks. Free JSON has no form of its own. */
function* listOmitted(given: unknown, sent: unknown, path: OmittedMember['path']): Generator<OmittedMember> {
  if (given === sent) return;
  if (Array.isArray(given) && Array.isArray(sent)) {
    for (const [index, item] of given.entries()) yield* listOmitted(item, sent[index], [...path, index]);
  }
  if (!isObject(given) || !isObject(sent)) return;
  for (const [name, member] of Object.entries(given)) {
    if (Object.hasOwn(sent, name)) yield* listOmitted(member, sent[name], [...path, name]);
    else yield { path: [...path, name], known: Object.keys(sent).filter((known) => !Object.hasOwn(given, known)) };
  }
}
