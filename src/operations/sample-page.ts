import { SAMPLE_ITEMS } from '../budgets.ts';

/** The items of a list that a request asks for. */
export interface SamplePage {
  readonly offset: number;
  readonly limit: number;
}

/** The whole of a list that has no pages. */
export const WHOLE_LIST: SamplePage = { offset: 0, limit: SAMPLE_ITEMS };

/** What a request makes. */
export const FIRST_ITEM: SamplePage = { offset: 0, limit: 1 };

/** Reads which items of a list a request asks for. @param given its parameters, and the members of its body */
export function readPage(given: Readonly<Record<string, unknown>>): SamplePage {
  const read = (...names: string[]): number | undefined =>
    names.map((name) => given[name]).find((value) => typeof value === 'number');
  const limit = Math.max(0, read('limit', 'page_size', 'per_page') ?? SAMPLE_ITEMS);
  const page = Math.max(1, read('page_number', 'page') ?? 1);
  const offset = Math.max(0, read('offset', 'skip') ?? (page - 1) * limit);
  return { offset, limit: Math.min(limit, SAMPLE_ITEMS) };
}
