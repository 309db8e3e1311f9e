import { DRIFT_DEPTH } from '../budgets.ts';
import type { Schemas } from '../contract/schema.ts';
import { parseJson } from '../exchange/parse-json.ts';
import { isJsonMediaType } from '../fastapi/media-type.ts';
import type { WireReply } from '../prism/send-request.ts';
import { isDeep } from '../trackers/depth.ts';
import type { ShapeDifference } from './compare-shapes.ts';
import { compareShapes } from './compare-shapes.ts';
import type { Declared } from './declared.ts';
import { listLastingHeaders, toMediaType } from './reply-headers.ts';
import type { Shape } from './shape.ts';
import { addToShape, createShape } from './shape.ts';

/** The replies of one side with one status to one operation, as far as they are compared. */
export interface ReplyGroup {
  replies: number;
  readonly mediaTypes: Set<string>;
  readonly headers: Map<string, number>;
  readonly shape: Shape;
  /** Why some bodies have no shape. */
  readonly unread: Set<string>;
  /** Whether a body has something in it, besides an empty list. */
  hasContent: boolean;
}

export function createReplyGroup(): ReplyGroup {
  return {
    replies: 0,
    mediaTypes: new Set(),
    headers: new Map(),
    shape: createShape(),
    unread: new Set(),
    hasContent: false,
  };
}

export function addReply(group: ReplyGroup, schemas: Schemas, reply: WireReply, declared: Declared | undefined): void {
  const mediaType = toMediaType(reply.headers);
  const hasBody = reply.body !== '';
  for (const name of listLastingHeaders(reply.headers)) group.headers.set(name, (group.headers.get(name) ?? 0) + 1);
  group.mediaTypes.add(mediaType ?? 'none');
  Object.assign(group, { replies: group.replies + 1 });
  if (!hasBody || !isJsonMediaType(reply.headers['content-type'])) return;
  const body = parseJson(reply.body);
  if (body === undefined) group.unread.add('is not JSON');
  else if (isDeep(body, DRIFT_DEPTH)) group.unread.add('nests too deep');
  else {
    addToShape(group.shape, schemas, body, declared);
    if (!Array.isArray(body) || body.length > 0) Object.assign(group, { hasContent: true });
  }
}

/** Compares the replies of both sides with one status to one operation. */
export function compareGroups(a: ReplyGroup, b: ReplyGroup): ShapeDifference[] {
  return [
    ...compareMediaTypes(a, b),
    ...compareUnread(a, b),
    ...compareHeaders(a, b),
    ...compareShapes(a.shape, b.shape),
  ];
}

function compareMediaTypes({ mediaTypes: a }: ReplyGroup, { mediaTypes: b }: ReplyGroup): ShapeDifference[] {
  if ([...b].every((type) => a.has(type))) return [];
  const what = `${[...b].toSorted().join(' or ')} in B, ${[...a].toSorted().join(' or ')} in A`;
  return [{ severity: 'breaking', at: 'header content-type', what }];
}

function compareUnread({ unread: a }: ReplyGroup, { unread: b }: ReplyGroup): ShapeDifference[] {
  return [...b].flatMap((reason) => {
    if (a.has(reason)) return [];
    return [{ severity: 'breaking', at: 'body', what: `${reason} in B` } as const];
  });
}

/** Compares the headers that all replies of one side have and none of the other. */
function compareHeaders(a: ReplyGroup, b: ReplyGroup): ShapeDifference[] {
  const names = new Set([...a.headers.keys(), ...b.headers.keys()]);
  return [...names].flatMap((name): ShapeDifference[] => {
    const [inA, inB] = [a.headers.get(name) ?? 0, b.headers.get(name) ?? 0];
    const at = `header ${name}`;
    const what = 'missing in B; every reply of A has it';
    if (inA === a.replies && inB === 0) return [{ severity: 'warning', at, what }];
    return inB === b.replies && inA === 0 ? [{ severity: 'information', at, what: 'only in B' }] : [];
  });
}
