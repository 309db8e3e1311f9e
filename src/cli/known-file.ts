import { KNOWN_FILE_SIZE } from '../budgets.ts';
import type { KnownDifference } from '../conformance/verify-report.ts';
import { isObject } from '../contract/document.ts';
import { suggestName } from '../control/nearest-name.ts';
import { toShortJson } from '../control/short-json.ts';
import { MockError } from '../mock-error.ts';
import { readJsonFile } from '../node/read-json.ts';

const MEMBERS = ['case', 'reason'];

/**
 * Loads accepted differences: a list of `{ "case": "c2f2597a", "reason": "…" }`.
 *
 * @throws {MockError} `option-invalid`
 */
export function loadKnownFile(path: string): KnownDifference[] {
  const fail = (reason: string): MockError =>
    new MockError(
      'option-invalid',
      `Failed to load the known differences ${JSON.stringify(path)}: ${reason}${reason.endsWith('?') ? '' : '.'} Give a list such as [{ "case": "c2f2597a", "reason": "why it is accepted" }].`,
    );
  const file = readJsonFile(path, KNOWN_FILE_SIZE, 'Remove entries: one case of each difference is enough');
  if (!file.ok) throw fail(`it ${file.reason}`);
  const { value } = file;
  if (!Array.isArray(value)) throw fail(`it holds ${toShortJson(value)} in place of a list`);
  return value.map((entry: unknown, index) => {
    if (!isObject(entry)) throw fail(`[${index}] is ${toShortJson(entry)} in place of an object`);
    for (const name of Object.keys(entry)) {
      if (!MEMBERS.includes(name)) {
        throw fail(`[${index}] has the unknown member ${toShortJson(name)}: ${suggestName(name, MEMBERS)}`);
      }
    }
    const { case: id, reason } = entry;
    if (typeof id !== 'string' || typeof reason !== 'string' || reason.trim() === '') {
      throw fail(`[${index}] lacks the text of ${typeof id === 'string' ? 'reason' : 'case'}`);
    }
    return { case: id, reason };
  });
}
