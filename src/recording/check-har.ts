import { takeProblems, toProblemsError } from '../control/check-input.ts';
import { checkShape } from '../control/check-shape.ts';
import type { SchemaNode } from '../control/schema-object.ts';

const TEXT = { type: 'string' } as const;
const NUMBER = { type: 'number' } as const;
const PAIRS: SchemaNode = {
  type: 'array',
  items: { type: 'object', required: ['name', 'value'], properties: { name: TEXT, value: TEXT } },
};

/** What is read of an HTTP Archive. Everything else may be there or not. */
const HAR: SchemaNode = {
  type: 'object',
  required: ['log'],
  properties: {
    log: {
      type: 'object',
      required: ['entries'],
      properties: {
        entries: {
          type: 'array',
          items: {
            type: 'object',
            required: ['request', 'response'],
            properties: {
              request: {
                type: 'object',
                required: ['method', 'url'],
                properties: {
                  method: TEXT,
                  url: TEXT,
                  headers: PAIRS,
                  bodySize: NUMBER,
                  postData: { type: 'object', properties: { mimeType: TEXT, text: TEXT } },
                },
              },
              response: {
                type: 'object',
                required: ['status'],
                properties: {
                  status: NUMBER,
                  headers: PAIRS,
                  content: { type: 'object', properties: { size: NUMBER, mimeType: TEXT, text: TEXT, encoding: TEXT } },
                },
              },
            },
          },
        },
      },
    },
  },
};

/**
 * Checks that an archive has what is read of it.
 *
 * @throws {MockError} `archive-invalid`
 */
export function checkHar(name: string, har: unknown): void {
  const problems = takeProblems(checkShape(HAR, har, {}));
  if (problems.length === 0) return;
  throw toProblemsError('archive-invalid', `read the archive ${JSON.stringify(name)}`, problems);
}
