export type { Tracker, TrackerEvent } from '../control/control-types.ts';
