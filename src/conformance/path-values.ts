import type { Contract } from '../contract/contract.ts';
import { isObject } from '../contract/document.ts';
import { parseJson } from '../exchange/parse-json.ts';
import { sendRequest } from '../prism/send-request.ts';

/**
 * Returns values of path parameters that exist in the mock. For `/tracker/{tracker_id}` that is the `tracker_id`, or else the `id`, of the
 * first item that `GET /tracker` returns.
 */
export async function findPathValues({ operations }: Contract, mockUrl: string): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { path } of operations) {
    const { parent, name } = /^(?<parent>.*)\/\{(?<name>[^}]*)\}$/.exec(path)?.groups ?? {};
    const list = operations.find(
      (operation) => operation.method === 'GET' && operation.path === parent && !operation.path.includes('{'),
    );
    if (name === undefined || list === undefined || name in found) continue;
    const reply = await sendRequest(mockUrl, { method: 'GET', target: list.path, headers: {}, body: new Uint8Array() });
    const body = 'status' in reply ? parseJson(reply.body) : undefined;
    const first: unknown = Array.isArray(body) ? body[0] : undefined;
    const value = isObject(first) ? (first[name] ?? first['id']) : undefined;
    if (typeof value === 'string') found[name] = value;
  }
  return found;
}
