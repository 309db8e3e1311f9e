import { isObject } from '../contract/document.ts';
import { unquote } from '../python/unquote.ts';

const ID_NAME = /(?:^|_)ids?$/i;
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
/** Of an id that was only seen in a member that is just called `id`. */
const UNKNOWN_KIND = 'id';
/** Within a longer text, an id must have a length at which it is hardly a word. */
const TOKEN = /[\w-]{8,}/g;

/** Invented ids in the place of real ones, the same one for the same id. */
export interface Identifiers {
  /** Learns the ids of a JSON value: the texts of members such as `id`, `task_id` and `event_ids`. */
  learn(value: unknown): void;
  /** Learns the ids that a path has in the places of parameters such as `{task_id}`. */
  learnPath(path: string, template: string): void;
  /** Returns a JSON value in which each text that is or contains an id has the invented one. Call it after all ids are learned. */
  rename<Value>(value: Value): Value;
  /** @param path as sent */
  renamePath(path: string): string;
}

export function createIdentifiers(): Identifiers {
  /** What each id is the id of, by the first name that says it. */
  const kinds = new Map<string, string>();
  let invented: ReadonlyMap<string, string> | undefined;

  const learnId = (id: unknown, name: string): void => {
    if (typeof id !== 'string' || id === '') return;
    const kind = name.replace(/_?ids?$/i, '').replace(/^.*_/, '') || UNKNOWN_KIND;
    if ((kinds.get(id) ?? UNKNOWN_KIND) === UNKNOWN_KIND) kinds.set(id, kind);
  };
  const learn = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) learn(item);
    if (!isObject(value)) return;
    for (const [name, member] of Object.entries(value)) {
      if (ID_NAME.test(name)) for (const id of [member].flat()) learnId(id, name);
      learn(member);
    }
  };
  const findInvented = (id: string): string | undefined => {
    invented ??= inventIds(kinds);
    return invented.get(id);
  };
  const renameText = (text: string): string =>
    findInvented(text) ?? text.replaceAll(TOKEN, (token) => findInvented(token) ?? token);
  const rename = (value: unknown): unknown => {
    if (typeof value === 'string') return renameText(value);
    if (Array.isArray(value)) return value.map(rename);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, rename(member)]));
  };
  return {
    learn,
    learnPath(path, template) {
      const segments = path.split('/');
      for (const [index, part] of template.split('/').entries()) {
        const [, name = ''] = /^\{(.*)\}$/.exec(part) ?? [];
        if (ID_NAME.test(name)) learnId(unquote(segments[index] ?? ''), name);
      }
    },
    // The shape stays the same: only texts are replaced.
    rename: <Value>(value: Value) => rename(value) as Value,
    renamePath: (path) =>
      path
        .split('/')
        .map((segment) => {
          const id = findInvented(unquote(segment));
          return id === undefined ? renameText(segment) : encodeURIComponent(id);
        })
        .join('/'),
  };
}

/** What is invented must not be the id of something else. */
function inventIds(kinds: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  const invent = (kind: string): string => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const id = kind === 'uuid' ? toUuid(count) : `${kind}-${count}`;
    return kinds.has(id) ? invent(kind) : id;
  };
  return new Map([...kinds].map(([id, kind]) => [id, invent(UUID.test(id) ? 'uuid' : kind)]));
}

function toUuid(count: number): string {
  return `00000000-0000-4000-8000-${count.toString(16).padStart(12, '0')}`;
}
