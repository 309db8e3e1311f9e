/** An update's body, as far as the rules read it. */
export interface ModelUpdate {
  readonly status?: string | null;
  readonly status_reason?: string | null;
  readonly last_processed_event_id?: string | null;
}

/** A tracker, as far as an update changes it. */
export type ModelTracker = { readonly [Field in keyof ModelUpdate]-?: string | null };

/** The rules of a tracker in twenty lines, written from the API's guide and not from the mock. */
export class TrackerModel {
  readonly trackers: Map<string, ModelTracker> = new Map();
  /** Event ids with their place in the order of all events. */
  readonly events: Map<string, number> = new Map();

  /** The status that an update is answered with. */
  update(
    id: string,
    { status = null, status_reason = null, last_processed_event_id: cursor = null }: ModelUpdate,
    isStrict: boolean,
  ): 200 | 400 | 404 {
    const tracker = this.trackers.get(id);
    if (tracker === undefined) return 404;
    if (cursor !== null && !this.events.has(cursor)) {
      if (isStrict) return 400;
      this.arrive(cursor);
    }
    const [to = 0, from = 0] = [cursor, tracker.last_processed_event_id].map((event) =>
      this.events.get(event ?? 'none'),
    );
    if (cursor !== null && to < from) return 400;
    this.trackers.set(id, {
      status,
      status_reason,
      last_processed_event_id: cursor ?? tracker.last_processed_event_id,
    });
    return 200;
  }

  /** The cursors in the order of a list that is sorted by them: null behind all others, or before them where it is turned round. */
  listCursors(direction: 'asc' | 'desc'): (string | null)[] {
    const ascending = [...this.trackers.values()]
      .map((tracker) => tracker.last_processed_event_id)
      .toSorted((a, b) => Number(a === null) - Number(b === null) || (String(a) < String(b) ? -1 : 1));
    return direction === 'asc' ? ascending : ascending.toReversed();
  }

  /** An event comes, behind all others. */
  arrive(event: string): void {
    this.events.set(event, Math.max(0, ...this.events.values()) + 1);
  }
}
