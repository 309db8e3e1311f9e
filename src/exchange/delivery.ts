/** The faults on the wire, by WireMock's names. */
export const WIRE_FAULTS = [
  'connection-reset-by-peer',
  'empty-response',
  'malformed-response-chunk',
  'random-data-then-close',
  'slow-body',
] as const;
export type WireFault = (typeof WIRE_FAULTS)[number];
