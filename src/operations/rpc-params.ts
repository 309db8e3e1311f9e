import type { JsonObject, Place } from '../contract/document.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import type { Schemas } from '../contract/schema.ts';
import type { ErrorDetail } from '../fastapi/error-detail.ts';
import { toErrorDetail } from '../fastapi/error-detail.ts';
import type { Body, RaisedException } from '../fastapi/request-reader.ts';
import { checkValue } from '../fastapi/request-reader.ts';
import { REREAD_MODELS } from '../pydantic/backend-models.ts';
import { toPlaceClass } from '../pydantic/class-name.ts';
import { toModelInput } from '../pydantic/model-input.ts';
import { toMappingError, toPythonType, toRaisedWording } from '../pydantic/reread-text.ts';
import { findUnionBranches } from '../pydantic/union-branch.ts';
import { toEncodeError } from '../python/encode-error.ts';
import { PythonException } from '../python/exception.ts';
import { findMember } from '../python/lossless-value.ts';
import { toPythonRepr } from '../python/text.ts';
import { checkModel, MODEL_RULES } from './model-rules.ts';
import type { Profile } from './profile.ts';

const RPC_MODEL = 'AgentRPCRequest';

/** The model of the `params` of each method. Source: that of {@link MODEL_RULES}. */
const PARAMS_MODELS: ReadonlyMap<unknown, string> = new Map([
  ['task/create', 'CreateTaskRequest'],
  ['task/cancel', 'CancelTaskRequest'],
  ['task/interrupt', 'InterruptTaskRequest'],
  ['message/send', 'SendMessageRequest'],
  ['event/send', 'SendEventRequest'],
]);

/** A body whose members are as they were sent: no string in it was read as an object. */
type SentBody = Pick<Body, 'toInput'> & { readonly value: JsonObject };

type ParamsReading =
  | { readonly params: unknown }
  | { readonly details: readonly ErrorDetail[] }
  | { readonly exception: RaisedException };

type ParamsReader = (body: SentBody) => ParamsReading | undefined;

/**
 * Creates a reader of the `params` of an RPC request, which the backend reads as the method's model before it validates the fields. The reply
 * lists only their errors, as if the members were those of the body. The reader returns undefined if params are to be read as any other field,
 * and params that are not an object as they were sent: the deployed server answers 500, and in the profile contract they are invalid.
 *
 * Returns undefined for another model.
 */
export function createParamsReader(schemas: Schemas, place: Place, profile: Profile): ParamsReader | undefined {
  if (toPlaceClass(place) !== RPC_MODEL) return undefined;
  const params = resolvePlace(schemas.document, toPointer(place.pointer, 'properties', 'params'));
  const branches = new Map(
    (findUnionBranches(params) ?? []).map((pointer) => [
      toPlaceClass(resolvePlace(schemas.document, pointer)),
      pointer,
    ]),
  );

  return (body) => {
    const { method, params: sent } = body.value;
    if (!isTrue(method) || !isTrue(sent)) return undefined;
    const model = PARAMS_MODELS.get(method) ?? '';
    const pointer = branches.get(model);
    if (pointer === undefined) {
      const isUnencodable = profile === 'deployed' && typeof method === 'string' && !method.isWellFormed();
      return isUnencodable
        ? { exception: toEncodeError(UNKNOWN_METHOD + method) }
        : { details: [toUnknownMethod(body)] };
    }
    const toInput = (): unknown => findMember(body.toInput(), 'params');
    if (!isObject(sent)) {
      if (profile === 'contract') return { params: sent };
      return { exception: toMappingError(REREAD_MODELS.get(model) ?? model, toPythonType(sent, toInput)).exception };
    }
    const { value, toInput: toReread, exception } = toModelInput(schemas, pointer, sent, toInput);
    if (exception !== undefined && profile === 'deployed') return { exception };
    const input = toReread(toInput());
    const errors = checkValue(schemas, schemas.compile(pointer), { value, hasSurrogates: false, toInput: () => input });
    const details = errors.length > 0 ? errors : checkModel(MODEL_RULES.get(model), input);
    return details.length > 0 ? { details } : { params: value };
  };
}

const UNKNOWN_METHOD = 'Unknown method: ';

function toUnknownMethod({ value, toInput }: SentBody): ErrorDetail {
  const input = toInput();
  const { method } = value;
  const name = typeof method === 'string' ? method : toPythonRepr(findMember(input, 'method'));
  const wording = toRaisedWording(new PythonException('ValueError', UNKNOWN_METHOD + name));
  return toErrorDetail('body', { ...wording, loc: [], inputAt: [] }, input);
}

/** Whether a value is true in Python. */
function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isObject(value) ? Object.keys(value).length > 0 : Boolean(value);
}
