/** A text as pydantic prints it where it has to: a lone surrogate would be three bytes, each of which is no UTF-8. */
export function toLossyText(text: string): string {
  return text.isWellFormed() ? text : text.replaceAll(/\p{Surrogate}/gu, '\ufffd'.repeat(3));
}
