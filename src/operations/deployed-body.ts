import { toErrorDetail } from '../fastapi/error-detail.ts';
import type { Reread } from '../fastapi/request-reader.ts';
import { rereadText } from '../pydantic/reread-text.ts';

/**
 * Reads a body as the backend's base model does before its fields are validated: the text of a JSON string is parsed as JSON again. A
 * validator in Python has seen the body by then, so that pydantic lets lone surrogates pass.
 *
 * Source: sequences recorded from the deployed server.
 *
 * @param model the class's full name
 */
export function createReread(model: string): Reread {
  return (body) => {
    if (!body.isJson || typeof body.value !== 'string') return { ...body, hasSurrogates: false };
    const input = body.value;
    const read = rereadText(input, model);
    switch (read.kind) {
      case 'object':
        return { value: read.value, isJson: true, hasSurrogates: false, toInput: read.toInput };
      case 'invalid':
        return { details: [toErrorDetail('body', { ...read.wording, loc: [], inputAt: [] }, input)] };
      case 'raised':
        return { exception: read.exception };
    }
  };
}
