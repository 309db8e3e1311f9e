import type { ErrorDetail } from '../fastapi/error-detail.ts';
import { toErrorDetail } from '../fastapi/error-detail.ts';
import { parsePydanticDatetime } from '../pydantic/datetime.ts';
import { toRaisedWording } from '../pydantic/reread-text.ts';
import { PythonException } from '../python/exception.ts';
import { findMember } from '../python/lossless-value.ts';
import { toParsed } from '../python/parsed-text.ts';

/** Returns why a model of the backend refuses members that are each valid, or undefined. @param input the model's members as they were sent */
export type ModelRule = (input: unknown) => string | undefined;

/**
 * What the models of the Agentex backend check once their fields are valid, by the name of the class. The contract does not publish it.
 *
 * Source: recorded answers of the deployed server, and the models in scale-agentex of 2026-08-18.
 */
export const MODEL_RULES: ReadonlyMap<string, ModelRule> = new Map<string, ModelRule>([
  ...['CancelTaskRequest', 'InterruptTaskRequest', 'SendMessageRequest', 'SendEventRequest'].map(
    (name) => [name, checkTaskIdentifiers] as const,
  ),
  [
    'CreateAgentRunScheduleRequest',
    (input) =>
      isGiven(input, 'cron_expression') === isGiven(input, 'interval_seconds')
        ? 'Provide exactly one of cron_expression or interval_seconds'
        : undefined,
  ],
  [
    'UpdateAgentRunScheduleRequest',
    (input) =>
      isGiven(input, 'cron_expression') && isGiven(input, 'interval_seconds')
        ? 'Provide only one of cron_expression or interval_seconds, not both'
        : undefined,
  ],
  ['SkipRunScheduleRequest', checkTimezone],
  ['UnskipRunScheduleRequest', checkTimezone],
  ['RehydrateTaskRequest', checkSource],
]);

function checkTaskIdentifiers(input: unknown): string | undefined {
  return isGiven(input, 'task_id') && isGiven(input, 'task_name')
    ? 'Cannot provide both task_id and task_name - use only one'
    : undefined;
}

function checkTimezone(input: unknown): string | undefined {
  const time = findMember(input, 'scheduled_time');
  const read = typeof time === 'string' ? parsePydanticDatetime(time) : undefined;
  return read?.ok === true && !read.aware ? 'scheduled_time must include timezone information.' : undefined;
}

function checkSource(input: unknown): string | undefined {
  const lists = ['messages', 'task_states'].map((name) => findMember(input, name));
  const isInline = lists.some((list) => Array.isArray(list) && list.length > 0);
  if (isInline !== isGiven(input, 'snapshot_url')) return undefined;
  return isInline
    ? 'Provide inline content (messages/task_states) OR snapshot_url, not both.'
    : 'Provide exactly one of: inline content (messages/task_states) or snapshot_url.';
}

function isGiven(input: unknown, name: string): boolean {
  return (findMember(input, name) ?? null) !== null;
}

/** Returns what a rule refuses, in pydantic's wording. */
export function checkModel(rule: ModelRule | undefined, input: unknown): ErrorDetail[] {
  const message = rule?.(input);
  if (message === undefined) return [];
  const wording = toRaisedWording(new PythonException('ValueError', message));
  return [toErrorDetail('body', { ...wording, loc: [], inputAt: [] }, toParsed(input))];
}
