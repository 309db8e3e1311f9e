import type { FileCoverageData, Range } from 'istanbul-lib-coverage';
import { toPointer } from '../contract/json-pointer.ts';
import type { CoverageElement } from './element.ts';
import type { FindPlace } from './places.ts';
import type { Hit } from './tally.ts';

/**
 * Returns coverage in Istanbul's form, as if the contract's file were a program: operations are its functions, alternatives its branches,
 * and everything else its statements. Observed statuses are left out, since the published contract does not have them.
 */
export function toIstanbulData(
  path: string,
  elements: readonly CoverageElement[],
  hits: ReadonlyMap<string, Hit>,
  findPlace: FindPlace,
): FileCoverageData {
  const data: FileCoverageData = { path, statementMap: {}, fnMap: {}, branchMap: {}, s: {}, f: {}, b: {} };
  // Numbers, which is what readers of lcov expect of a branch.
  const branchIds = new Map<string, string>();
  for (const [index, element] of elements.entries()) {
    const count = hits.get(element.key)?.count ?? 0;
    if (element.kind === 'observed') continue;
    if (element.choice !== undefined) {
      const name = `${element.choice.reason} ${element.choice.pointer}`;
      const id = branchIds.get(name) ?? String(branchIds.size);
      branchIds.set(name, id);
      addBranch(data, element.choice, { id, at: element.pointer, count }, findPlace);
    } else if (element.kind === 'operations') {
      const { name, whole } = findPlace(element.pointer);
      data.fnMap[index] = { name: element.label, decl: name, loc: whole, line: name.start.line };
      data.f[index] = count;
    } else {
      data.statementMap[index] = toStatement(element, findPlace);
      data.s[index] = count;
    }
  }
  return data;
}

/** A parameter is an item of a list, which has no name of its own in the file: its member `name` is shown. */
function toStatement({ kind, pointer }: CoverageElement, findPlace: FindPlace): Range {
  return kind === 'parameters' ? findPlace(toPointer(pointer, 'name')).whole : findPlace(pointer).name;
}

/** Adds one of the alternatives of a branch. */
function addBranch(
  data: FileCoverageData,
  { pointer, reason }: NonNullable<CoverageElement['choice']>,
  { id, at, count }: { readonly id: string; readonly at: string; readonly count: number },
  findPlace: FindPlace,
): void {
  const isNamed = reason === 'presence' || reason === 'validity';
  const { name } = findPlace(pointer);
  const type = reason === 'enum' ? 'switch' : 'cond-expr';
  data.branchMap[id] ??= { loc: name, type, locations: [], line: name.start.line };
  // What has a name is shown by it, and an item of a list as a whole.
  data.branchMap[id].locations.push(isNamed ? name : findPlace(at).whole);
  data.b[id] = [...(data.b[id] ?? []), count];
}
