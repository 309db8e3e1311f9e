import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import { findSuccess } from '../contract/operation.ts';
import type { Result } from '../exchange/result.ts';
import { createModelForm } from '../pydantic/model-value.ts';
import type { TrackerModel } from '../trackers/tracker-model.ts';
import { listFields } from './object-models.ts';
import { findTrackerSchemas } from './tracker-schemas.ts';

/** Turns the result of an operation into the reply that the contract documents. */
export type ReplyForm = (result: Result) => Result;

const NO_CONTENT = 204;
/** FastAPI sends the type of its replies even where there is no body. */
const JSON_TYPE = { 'content-type': 'application/json' };

/**
 * Returns how an operation's successful results are sent: with the documented status, and trackers with the fields of the operation's own
 * model, which may be fewer than the tracker has. Other results stay as they are. Returns undefined if every result is sent as it is.
 */
export function createReplyForm(contract: Contract, operation: Operation, model: TrackerModel): ReplyForm | undefined {
  const { status } = findSuccess(operation);
  const toFields = createFieldsForm(contract, operation, model);
  if (status === 200 && toFields === undefined) return undefined;
  return (result) => {
    if (result.status !== 200) return result;
    if (status === NO_CONTENT) return { ...result, status, value: undefined, body: '', headers: JSON_TYPE };
    if (toFields === undefined) return { ...result, status };
    const { value: found } = result;
    const value: unknown = Array.isArray(found) ? found.map((tracker) => toFields(tracker)) : toFields(found);
    return { ...result, status, value, body: JSON.stringify(value) };
  };
}

/** Returns how a tracker is shaped by a reply's model, or undefined if it is sent as it is. */
function createFieldsForm(
  contract: Contract,
  operation: Operation,
  { columns }: TrackerModel,
): ((tracker: unknown) => unknown) | undefined {
  const found = findTrackerSchemas(contract).find((schema) => schema.operation === operation);
  const [only, ...others] = found?.models ?? [];
  if (found === undefined || only === undefined) return undefined;
  const names = listFields(only);
  const isWhole = names.length === columns.length && columns.every(({ name }, index) => name === names[index]);
  return isWhole && others.length === 0 ? undefined : createModelForm(contract.schemas, found.pointer);
}
