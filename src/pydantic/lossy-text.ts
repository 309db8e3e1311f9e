/** Returns a string as pydantic prints it lossily: each of the three bytes of a lone surrogate is replaced, since none is valid UTF-8. */
export function toLossyText(text: string): string {
  return text.isWellFormed() ? text : text.replaceAll(/\p{Surrogate}/gu, '\ufffd'.repeat(3));
}
