import { isObject, resolvePlace } from '../contract/document.ts';
import type { Schemas } from '../contract/schema.ts';
import type { Body, Reread } from '../fastapi/request-reader.ts';
import { REREAD_MODELS } from '../pydantic/backend-models.ts';
import { toPlaceClass } from '../pydantic/class-name.ts';
import { toModelInput } from '../pydantic/model-input.ts';
import { rereadText } from '../pydantic/reread-text.ts';
import { findUnionBranches } from '../pydantic/union-branch.ts';
import { checkModel, MODEL_RULES } from './model-rules.ts';
import type { Profile } from './profile.ts';
import { createParamsReader } from './rpc-params.ts';

/**
 * Reads the body of an operation without state as the backend's model does. An exception that the model raises, which the deployed server
 * answers with 500, is an error in the field for the profile contract, whose contract has no 500.
 *
 * @param pointer the schema of the body
 */
export function createRestReread(schemas: Schemas, pointer: string, profile: Profile): Reread {
  const [only, ...others] = findUnionBranches(resolvePlace(schemas.document, pointer)) ?? [pointer];
  if (only === undefined || others.length > 0) return (body) => body;
  const place = resolvePlace(schemas.document, only);
  const model = toPlaceClass(place);
  const readParams = createParamsReader(schemas, place, profile);
  const rule = MODEL_RULES.get(model);
  const isReread = REREAD_MODELS.has(model);

  return (body) => {
    // FastAPI hands on bytes, which a model does not read as JSON, unlike a string.
    if (!body.isJson) return isReread ? { ...body, value: [] } : body;
    if (body.value === null) return body;
    const sent = readParams === undefined ? body : readObject(body, model);
    const params = isObject(sent.value) ? readParams?.({ ...sent, value: sent.value }) : undefined;
    if (params !== undefined && !('params' in params)) return params;
    const input = toModelInput(
      schemas,
      only,
      params === undefined ? sent.value : setParams(sent.value, undefined),
      sent.toInput,
    );
    if (input.exception !== undefined && profile === 'deployed') return { exception: input.exception };
    const value = params === undefined ? input.value : setParams(input.value, params.params);
    const toInput = (): unknown => input.toInput(sent.toInput());
    const read = { ...body, value, toInput, hasSurrogates: body.hasSurrogates && !isReread };
    return isObject(value) ? { ...read, verify: () => checkModel(rule, toInput()) } : read;
  };
}

/** Returns a body with the object that the model reads a string as; the members are as they were sent. */
function readObject(body: Body, model: string): Body {
  const read = typeof body.value === 'string' ? rereadText(body.value, model) : undefined;
  return read?.kind === 'object' ? { ...body, value: read.value, toInput: read.toInput } : body;
}

function setParams(body: unknown, params: unknown): unknown {
  return isObject(body) ? { ...body, params } : body;
}
