import type { StubReply } from '../control/control-types.ts';
import { isJsonMediaType } from '../fastapi/media-type.ts';

/** Whether the body of a stub's reply is sent as it is, such as a stream of events or a page, and not as JSON. */
export function hasTextBody(reply: StubReply): reply is StubReply & { readonly body: string } {
  const [, type] = Object.entries(reply.headers ?? {}).find(([name]) => name.toLowerCase() === 'content-type') ?? [];
  return typeof reply.body === 'string' && type !== undefined && !isJsonMediaType(type);
}
