import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { createApp } from '../../src/index.ts';
import { createSmallMock } from '../setup.ts';

describe('replies that the deployed server sends from outside of its CORS middleware', () => {
  test.each([
    ['an unhandled failure', '/tracker?order_by=metadata', '', 500],
    ['an unknown agent key', '/tracker', 'key-1', 401],
  ])('GET %s has no CORS headers', async (_, path, key, status) => {
    const app = createApp(createSmallMock({ profile: 'deployed' }));
    const answer = await request(app).get(path).set({ origin: 'https://app.example', 'x-agent-api-key': key });
    expect(answer.status).toBe(status);
    const added = Object.keys(answer.headers as object).filter((name) => /^(?:vary|access-control-.*)$/.test(name));
    expect(added).toEqual([]);
  });
});
