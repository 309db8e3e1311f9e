/**
 * Headers of the connection or of the message's framing (RFC 9110, 7.6.1; RFC 9112). The transport sets them; a stub that set them would
 * make Node throw, or clients misread where the reply ends. A proxy passes none of them on.
 */
export const FRAMING_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
