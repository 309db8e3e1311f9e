/** Returns whether a content type is in a media range of the contract: `application/json`, `text/*` or any type at all. */
export function isInRange(contentType: string, range: string): boolean {
  const [type = '', subtype = ''] = toEssence(contentType).split('/');
  const [wantedType, wantedSubtype] = toEssence(range).split('/');
  return (wantedType === '*' || wantedType === type) && (wantedSubtype === '*' || wantedSubtype === subtype);
}

/** Returns a media type without its parameters, in lower case. */
function toEssence(text: string): string {
  return (text.split(';')[0] ?? '').trim().toLowerCase();
}
