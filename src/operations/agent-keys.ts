import type { Exchange } from '../exchange/exchange.ts';
import type { Result } from '../exchange/result.ts';
import { toJsonResult } from '../exchange/result.ts';
import type { World } from '../trackers/world.ts';

export const AGENT_KEY_POLICIES = ['known', 'any'] as const;

/** Which agent keys the profile `deployed` accepts: those that the world lists, or any. */
export type AgentKeyPolicy = (typeof AGENT_KEY_POLICIES)[number];

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The headers with which an agent identifies itself. */
const AGENT_KEY_HEADERS = ['x-agent-identity', 'x-agent-api-key'] as const;

/**
 * Returns the 401 with which the deployed server answers an agent that it does not know, or undefined. An identity is known if it is the id
 * of an agent, or listed in the world's `agent_keys`; an API key is known if it is listed there. An empty header counts as absent.
 *
 * Source: sequences recorded from the deployed server.
 */
export function refuseAgentKey(headers: Headers, world: World): Result | undefined {
  for (const name of AGENT_KEY_HEADERS) {
    const key = [headers[name]].flat()[0];
    if (key === undefined || key === '' || world.agentKeys.has(key)) continue;
    if (name === 'x-agent-identity' && world.hasAgent(key)) continue;
    return { ...toJsonResult(401, REFUSAL), isOutsideCors: true };
  }
  return undefined;
}

const REFUSAL = { detail: 'Agent Unauthorized' };
const REFUSAL_BODY = JSON.stringify(REFUSAL);

/** Whether an exchange ended in the 401 of {@link refuseAgentKey}. */
export function isAgentKeyRefusal({ reply, override }: Pick<Exchange, 'reply' | 'override'>): boolean {
  return reply.status === 401 && override === undefined && reply.body === REFUSAL_BODY;
}
