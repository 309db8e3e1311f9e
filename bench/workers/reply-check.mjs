/** How much longer than its fixed parts a reply may be: the time of a change. */
const TIME_LENGTH = 32;

/** Whether a reply is as it was learned to be. */
export function isRightReply({ status, head, tail }, replyStatus, text) {
  return (
    replyStatus === status &&
    text.length >= head.length + tail.length &&
    text.length <= head.length + tail.length + (tail === '' ? 0 : TIME_LENGTH) &&
    text.startsWith(head) &&
    text.endsWith(tail)
  );
}
