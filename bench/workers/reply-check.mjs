/** The maximum length of a reply beyond its fixed parts: the time of a change. */
const TIME_LENGTH = 32;

/** Returns whether a reply equals the learned one. */
export function isRightReply({ status, head, tail }, replyStatus, text) {
  return (
    replyStatus === status &&
    text.length >= head.length + tail.length &&
    text.length <= head.length + tail.length + (tail === '' ? 0 : TIME_LENGTH) &&
    text.startsWith(head) &&
    text.endsWith(tail)
  );
}
