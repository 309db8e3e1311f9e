import { isObject } from '../contract/document.ts';
import { parseJson } from '../exchange/parse-json.ts';
import { HEALTH_CHECKS } from '../operations/health-checks.ts';
import type { WireReply } from '../prism/send-request.ts';
import { shortenReply } from './compare-errors.ts';
import type { Finding, VerifyCase } from './verify-case.ts';
import { createCase, createGet } from './verify-case.ts';
import type { ServerReply } from './verify-sender.ts';

/** Lists the cases of the health checks. What a readiness check looks at is the server's own business; it must all be healthy. */
export function listHealthCases(): VerifyCase[] {
  return HEALTH_CHECKS.flatMap((path) => {
    const create = (label: string, target: string, check: VerifyCase['check']): VerifyCase =>
      createCase({ phase: 'health', operation: `GET ${path}`, label, request: createGet(target), check });
    return [
      create('health', path, judgeHealth),
      create('trailing slash', `${path}/`, (reply, expected) => judgeStatus(reply, expected)),
    ];
  });
}

function judgeHealth(reply: ServerReply, expected: WireReply): Finding | undefined {
  const finding = judgeStatus(reply, expected);
  if (finding !== undefined) return finding;
  const [value, wanted] = [parseJson(reply.body), parseJson(expected.body)];
  const text = shortenReply(reply);
  if (!isObject(value) || !isObject(wanted) || value['status'] !== wanted['status']) {
    return { rule: 'health status', what: `the reply is ${text}, where ${expected.body} is expected` };
  }
  if (wanted['checks'] === undefined) return undefined;
  const { checks } = value;
  const isHealthy = isObject(checks) && Object.values(checks).every((one) => isObject(one) && one['healthy'] === true);
  return isHealthy
    ? undefined
    : { rule: 'health checks', what: `the reply is ${text}, where each of its checks must be healthy` };
}

function judgeStatus(reply: ServerReply, expected: WireReply): Finding | undefined {
  if (reply.status === expected.status) return undefined;
  return {
    rule: `health ${expected.status} ${reply.status}`,
    what: `status ${reply.status}, where ${expected.status} is expected: ${shortenReply(reply)}`,
  };
}
