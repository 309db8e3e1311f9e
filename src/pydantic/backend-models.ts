/**
 * What the models of the Agentex backend do that their published schemas do not tell, by the name of the class. A contract without these names
 * is not affected. `UpdateAgentTaskTrackerRequest` is not listed, since its operation has a handler of its own for each profile.
 *
 * Source: recorded answers of the deployed server, and the models in scale-agentex of 2026-08-18.
 */

const SCHEMAS = 'src.api.schemas';
const ENTITIES = 'src.domain.entities';

/** The models whose base class reads a string as JSON, by the module that Python's messages name. */
const REREAD: Readonly<Record<string, readonly string[]>> = {
  [`${SCHEMAS}.agents`]: ['RegisterAgentRequest', 'RegisterBuildRequest'],
  [`${SCHEMAS}.agents_rpc`]: [
    'AgentRPCRequest',
    'CreateTaskRequest',
    'CancelTaskRequest',
    'InterruptTaskRequest',
    'SendMessageRequest',
    'SendEventRequest',
  ],
  [`${SCHEMAS}.tasks`]: ['UpdateTaskRequest', 'TaskStatusReasonRequest'],
  [`${SCHEMAS}.task_messages`]: [
    'CreateTaskMessageRequest',
    'UpdateTaskMessageRequest',
    'BatchCreateTaskMessagesRequest',
    'BatchUpdateTaskMessagesRequest',
    'FileAttachment',
  ],
  [`${SCHEMAS}.spans`]: ['CreateSpanRequest', 'UpdateSpanRequest'],
  [`${SCHEMAS}.states`]: ['CreateStateRequest', 'UpdateStateRequest'],
  [`${SCHEMAS}.agent_api_keys`]: ['CreateAPIKeyRequest', 'CreateWebhookTriggerRequest'],
  [`${SCHEMAS}.deployments`]: ['CreateDeploymentRequest'],
  [`${SCHEMAS}.agent_run_schedules`]: [
    'CreateAgentRunScheduleRequest',
    'UpdateAgentRunScheduleRequest',
    'SkipRunScheduleRequest',
    'UnskipRunScheduleRequest',
    'PauseRunScheduleRequest',
    'ResumeRunScheduleRequest',
    'ScheduleInitialInput',
  ],
  [`${ENTITIES}.task_messages`]: ['TaskMessageEntity', 'FileAttachmentEntity'],
  [`${ENTITIES}.states`]: ['StateEntity'],
};

/** The full names of the models that read a string as JSON once more, by class. */
export const REREAD_MODELS: ReadonlyMap<string, string> = new Map(
  Object.entries(REREAD).flatMap(([module, names]) => names.map((name) => [name, `${module}.${name}`] as const)),
);

/** The function that a model runs on itself, which pydantic names in a union's label. */
export const MODEL_VALIDATORS: ReadonlyMap<string, string> = new Map(
  ['CancelTaskRequest', 'InterruptTaskRequest', 'SendMessageRequest', 'SendEventRequest'].map((name) => [
    name,
    'validate_task_identifiers()',
  ]),
);

/** The Enum class whose members are the tags of a model in a tagged union. Its members are named after their values. */
export const TAG_ENUMS: ReadonlyMap<string, string> = new Map(
  ['TextContent', 'ReasoningContent', 'DataContent', 'ToolRequestContent', 'ToolResponseContent'].flatMap((name) => [
    [name, 'TaskMessageContentType'] as const,
    [`${name}Entity`, 'TaskMessageContentType'] as const,
  ]),
);
