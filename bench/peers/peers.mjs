import { mockoon } from './mockoon.mjs';
import { createNodeServer } from './node-server.mjs';
import { prism } from './prism.mjs';
import { wiremock } from './wiremock.mjs';

export const bare = createNodeServer('bare', 'bare node:http');

/** The servers that the mock is compared with, the lower limit first. */
export const peers = [
  bare,
  createNodeServer('express', 'hand-written Express', 'express'),
  createNodeServer('fastify', 'Fastify with schemas', 'fastify'),
  createNodeServer('openapi-validator', 'express-openapi-validator', 'express-openapi-validator'),
  prism,
  mockoon,
  wiremock,
];
