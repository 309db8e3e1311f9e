/** What Python's `str.strip()` takes away of the characters that a header can hold: unlike JavaScript's also U+001C to U+001F and U+0085. */
const SPACE = '[\\t-\\r\\x1c-\\x20\\x85\\xa0]*';

/** Nothing but the type, one slash and the subtype; parameters are not looked at. */
const JSON_TYPE = new RegExp(`^${SPACE}application/(?:json|[^/;]*\\+json)${SPACE}(?:;|$)`, 'i');

/**
 * Whether FastAPI reads a body of this content type as JSON: `application/json` and `application/…+json` in any case, with or
 * without parameters. No header is not JSON (`strict_content_type`, the default); nor is `text/json`, or a type with two slashes.
 *
 * Source: `get_content_maintype` and `get_content_subtype` of Python's `email.message`, by which FastAPI decides.
 */
export function isJsonMediaType(header: string | undefined): boolean {
  return header !== undefined && JSON_TYPE.test(header);
}
