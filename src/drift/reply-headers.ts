/** The headers of replies that say nothing of the API: those of the connection, the server, caches and browsers, and of single requests. */
const VOLATILE =
  /^(?:access-control-.*|age|alt-svc|cache-control|cf-.*|connection|content-(?:encoding|length|security-policy.*|type)|cross-origin-.*|date|etag|expires|keep-alive|last-modified|nel|permissions-policy|pragma|preference-applied|proxy-.*|referrer-policy|report-to|server(?:-timing)?|set-cookie|sl-violations|strict-transport-security|trailer|transfer-encoding|upgrade|vary|via|x-(?:amz.*|cache.*|content-type-options|contract-violations|envoy-.*|frame-options|mock-.*|powered-by|process-time|response-time|runtime|served-by|xss-protection)|.*(?:request|trace|correlation|span)[-_]?id|traceparent|tracestate)$/;

/** Lists the headers of a reply that are compared, by their names. */
export function listLastingHeaders(headers: Readonly<Record<string, string>>): string[] {
  return Object.keys(headers).filter((name) => !VOLATILE.test(name));
}

/** Returns the media type of a reply without its parameters: `application/json`. */
export function toMediaType(headers: Readonly<Record<string, string>>): string | undefined {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase();
}
