import type { StubReply } from '../control/control-types.ts';
import { isJsonMediaType } from '../fastapi/media-type.ts';

/** Whether the body of a stub's reply is sent as it is, such as a stream of events or a page, and not as JSON. */
export function hasTextBody(reply: StubReply): reply is StubReply & { readonly body: string } {
  return typeof reply.body === 'string' && hasTextType(reply.headers);
}

/** Whether the headers of a reply give its body a type, and that is not JSON. */
export function hasTextType(headers: StubReply['headers']): boolean {
  const [, type] = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'content-type') ?? [];
  return type !== undefined && !isJsonMediaType(type);
}
