/**
 * DuckDB's packages as CommonJS loads them: `import` would first read through every file of theirs for the names that they export, which takes longer than loading them, on each thread anew. They
 * are loaded when they are first used, so that threads which read prepared rows alone do without.
 */
import { createRequire } from 'node:module';
import type * as Api from '@duckdb/node-api';
import type * as Bindings from '@duckdb/node-bindings';

const require = createRequire(import.meta.url);

let api: typeof Api | null = null;
let bindings: typeof Bindings | null = null;

export function duckdbApi(): typeof Api {
  return (api ??= require('@duckdb/node-api') as typeof Api);
}

/** What lies below the wrapper's vectors, which hide their arrays and take values one by one. */
export function duckdbBindings(): typeof Bindings {
  return (bindings ??= require('@duckdb/node-bindings') as typeof Bindings);
}
