import type { BodyModel } from '../cases/base-body.ts';
import { SCHEMA_ALONE } from '../cases/base-body.ts';
import type { Operation } from '../contract/operation.ts';
import type { Schemas } from '../contract/schema.ts';
import { toOperationClass } from '../operations/operation-class.ts';
import { createRestReread } from '../operations/rest-body.ts';

/** Creates what the backend's models do with the bodies of an operation without state. The other operations apply their schema alone. */
export function createRestBodyModel(schemas: Schemas, operation: Operation): BodyModel {
  const { requestBody } = operation;
  if (requestBody === undefined || toOperationClass(operation).name === 'served') return SCHEMA_ALONE;
  const reread = createRestReread(schemas, requestBody.schema.pointer, 'contract');
  const read = (value: unknown): ReturnType<typeof reread> =>
    reread({ value, isJson: true, hasSurrogates: false, toInput: () => value });
  return {
    convert(value) {
      const body = read(value);
      return 'value' in body ? body.value : value;
    },
    accepts(value) {
      const body = read(value);
      return 'value' in body && (body.verify?.() ?? []).length === 0;
    },
  };
}
