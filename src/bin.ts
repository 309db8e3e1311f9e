#!/usr/bin/env node
import { main } from './cli/main.ts';
import { endWithoutReader } from './cli/output.ts';

process.exitCode = await main(process.argv.slice(2));
endWithoutReader();
