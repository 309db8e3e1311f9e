import { isObject } from '../contract/document.ts';
import { findByPointer, toPointer } from '../contract/json-pointer.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import { parseJson } from '../exchange/parse-json.ts';
import { toLaxValue } from '../pydantic/lax-value.ts';
import type { Finding, KnownDifference } from './known-difference.ts';

/** The members of a request in JSON-RPC 2.0. */
const RPC_MEMBERS: ReadonlySet<string | number> = new Set(['jsonrpc', 'method', 'params', 'id']);

/** What the models of a FastAPI server do with a body beyond its schema. */
export const MODEL_DIFFERENCES: readonly KnownDifference[] = [
  {
    name: 'converted-value',
    reason:
      'FastAPI converts values in a body as pydantic does: "5" and true to an integer, 0 and "no" to a boolean, a number to a time; Prism refuses them.',
    explains: explainsIn((finding, value) => isConverted(finding, value)),
  },
  {
    name: 'json-in-a-string',
    reason: 'The models of Agentex read a string as JSON once more; Prism refuses it.',
    explains: explainsIn(({ message }, value) => message.endsWith('must be object') && isObjectText(value)),
  },
  {
    name: 'rpc-params',
    reason:
      'The Agentex server reads the params of an RPC request as the model of its method; the contract allows those of each method.',
    isUnpublished: true,
    explains: ({ by, location: [place, member] }, { body }) => {
      const sent = readBody(body);
      return (
        by === 'mock' &&
        place === 'body' &&
        member !== undefined &&
        isObject(sent) &&
        typeof sent['method'] === 'string' &&
        isObject(sent['params']) &&
        // The server names the members of params as if they were those of the body.
        !RPC_MEMBERS.has(member)
      );
    },
  },
  {
    name: 'tag-required',
    reason:
      'FastAPI chooses among models by a tag, such as type, and requires it; the contract allows one that has a default to be missing.',
    isUnpublished: true,
    explains: ({ by, rule }) => by === 'mock' && rule === 'union_tag_not_found',
  },
  {
    name: 'rule-across-members',
    reason:
      'The models of Agentex have rules across members, such as two of which only one may be given; the contract does not publish them.',
    isUnpublished: true,
    explains: ({ by, location, rule }) => by === 'mock' && location[0] === 'body' && rule === 'value_error',
  },
];

/** Decides whether a value explains why Prism refuses it. */
type IsRead = (finding: Finding, value: unknown) => boolean;

/** If one branch of a union accepts such a value, Prism reports what all its branches refuse. */
function explainsIn(isRead: IsRead): KnownDifference['explains'] {
  return (finding, { body }, all) => {
    if (!isOnBody(finding)) return false;
    const sent = readBody(body);
    const read = all.filter((other) => isOnBody(other) && isRead(other, findValue(sent, other.location)));
    return (
      read.includes(finding) ||
      all.some(
        (union) =>
          /^(anyOf|oneOf)$/.test(union.rule) &&
          isWithin(finding, union) &&
          read.some((other) => isWithin(other, union)),
      )
    );
  };
}

function isOnBody({ by, side, location }: Finding): boolean {
  return by === 'prism' && side === 'request' && location[0] === 'body';
}

function isWithin(inner: Finding, outer: Finding): boolean {
  return outer.location.every((part, index) => inner.location[index] === part);
}

function isConverted({ rule, message }: Finding, value: unknown): boolean {
  const type = /must be (integer|number|boolean|string)$/.exec(message)?.[1];
  const isTime = type === 'string' || (rule === 'format' && message.endsWith('"date-time"'));
  return toLaxValue(isTime ? { type: 'string', format: 'date-time' } : { type }, value) !== value;
}

function isObjectText(value: unknown): boolean {
  return typeof value === 'string' && isObject(parseJson(value));
}

function readBody(body: MockRequest['body']): unknown {
  return parseJson(new TextDecoder().decode(body));
}

function findValue(sent: unknown, [, ...path]: Finding['location']): unknown {
  return findByPointer(sent, toPointer('', ...path));
}
