import type { Contract } from '../contract/contract.ts';
import { toOperationName } from '../contract/operation.ts';
import { METRICS_PATH } from '../exchange/metrics-target.ts';
import { createRouter } from '../fastapi/router.ts';
import { MockError } from '../mock-error.ts';

/**
 * Refuses to serve the metrics in the place of an operation: its clients would take them for a reply of the API.
 *
 * @throws {MockError} `option-invalid`
 */
export function checkMetricsPath({ operations }: Contract): void {
  const hidden = operations.find(
    ({ method, path }) => createRouter([{ method, path, endpoint: 0 }]).find('GET', METRICS_PATH).kind !== 'not-found',
  );
  if (hidden === undefined) return;
  throw new MockError(
    'option-invalid',
    `Failed to serve metrics: ${METRICS_PATH} is a path of the contract (${toOperationName(hidden)}). Leave out --metrics, or serve a contract without that path.`,
  );
}
