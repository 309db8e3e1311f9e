import { createRequire } from 'node:module';
import type * as AjvFormats from 'ajv-formats';
import type * as Ajv from 'ajv/dist/2020.js';
import type * as Re2 from 're2js';
import type { AjvModules } from '../contract/ajv-compiler.ts';

/** Loads ajv on first use, with `require`, so that a mock can be created synchronously. */
export function loadAjv(): AjvModules {
  const require = createRequire(import.meta.url);
  const { Ajv2020 } = require('ajv/dist/2020.js') as typeof Ajv;
  const formats = require('ajv-formats') as typeof AjvFormats;
  return { Ajv2020, addFormats: formats.default.default, loadRe2 };
}

/** Loads the engine for patterns on first use. */
export function loadRe2(): typeof Re2.RE2JS {
  return (createRequire(import.meta.url)('re2js') as typeof Re2).RE2JS;
}
