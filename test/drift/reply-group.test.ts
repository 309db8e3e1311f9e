import { expect, test } from 'vitest';
import { DRIFT_DEPTH } from '../../src/budgets.ts';
import { addReply, compareGroups, createReplyGroup } from '../../src/drift/reply-group.ts';
import type { ReplyGroup } from '../../src/drift/reply-group.ts';
import { loadEmbeddedContract } from '../../src/node/embedded-contract.ts';

const { schemas } = loadEmbeddedContract();

function toGroup(...replies: readonly { headers?: Record<string, string>; body?: string }[]): ReplyGroup {
  const group = createReplyGroup();
  for (const { headers = { 'content-type': 'application/json' }, body = '' } of replies) {
    addReply(group, schemas, { status: 200, headers, body }, undefined);
  }
  return group;
}

test('a body that nests too deep is not compared, which is a difference', () => {
  const deep = `${'['.repeat(DRIFT_DEPTH + 2)}${']'.repeat(DRIFT_DEPTH + 2)}`;
  expect(compareGroups(toGroup({ body: '[]' }), toGroup({ body: deep }))).toEqual([
    { severity: 'breaking', at: 'body', what: 'nests too deep in B' },
  ]);
  expect(compareGroups(toGroup({ body: deep }), toGroup({ body: deep }))).toEqual([]);
});

test('a reply without a media type differs from one that has it', () => {
  expect(compareGroups(toGroup({ body: '1' }), toGroup({ headers: {} }))).toEqual([
    { severity: 'breaking', at: 'header content-type', what: 'none in B, application/json in A' },
  ]);
  expect(
    compareGroups(toGroup({}), toGroup({ headers: { 'content-type': 'Application/JSON; charset=utf-8' } })),
  ).toEqual([]);
});

test('a header that only some replies of a side have is no difference', () => {
  const [some, none] = [toGroup({ headers: { 'x-total': '1' } }, { headers: {} }), toGroup({ headers: {} })];
  expect(compareGroups(some, none)).toEqual([]);
  expect(compareGroups(none, some)).toEqual([]);
});
