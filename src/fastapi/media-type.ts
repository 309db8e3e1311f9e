/** The header characters that Python's `str.strip()` removes: unlike JavaScript's `trim`, U+001C to U+001F and U+0085 too. */
const SPACE = '[\\t-\\r\\x1c-\\x20\\x85\\xa0]*';

/** The type, one slash and the subtype; parameters are ignored. */
const JSON_TYPE = new RegExp(`^${SPACE}application/(?:json|[^/;]*\\+json)${SPACE}(?:;|$)`, 'i');

/**
 * Returns whether FastAPI reads a body of this content type as JSON: `application/json` and `application/…+json` in any case, with or
 * without parameters. A missing header (`strict_content_type`, the default), `text/json` and a type with two slashes are not JSON.
 *
 * Source: `get_content_maintype` and `get_content_subtype` of Python's `email.message`, which FastAPI uses.
 */
export function isJsonMediaType(header: string | undefined): boolean {
  return header !== undefined && JSON_TYPE.test(header);
}
