/** How far an agent has come in a task's stream of events: one row of the API. Never changed, only replaced. */
export interface Tracker {
  readonly id: string;
  readonly agent_id: string;
  readonly task_id: string;
  /** The cursor: the id of the last event the agent has processed. */
  readonly last_processed_event_id?: string | null;
  /** UTC, as {@link toTimestamp} prints it. */
  readonly created_at: string;
  readonly updated_at?: string | null;
  /** Whatever else the contract gives a tracker. */
  readonly [field: string]: unknown;
}

/** An event of a task's stream, as far as the tracker's rules know it. */
export interface TrackerEvent {
  readonly id: string;
  /** Its place in the order of all events, over all tasks. */
  readonly sequence_id: number;
  readonly task_id: string;
  readonly agent_id: string;
  /** UTC, as {@link toTimestamp} prints it; null where it is not known. */
  readonly created_at?: string | null;
  readonly content?: Readonly<Record<string, unknown>> | null;
}
