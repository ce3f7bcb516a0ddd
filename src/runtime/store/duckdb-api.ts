/**
 * DuckDB's packages as CommonJS loads them. `import` would first read through every file of theirs for the names that they export, which takes longer than loading them, on each thread anew.
 */
import { createRequire } from 'node:module';
import type * as Api from '@duckdb/node-api';
import type * as Bindings from '@duckdb/node-bindings';

const require = createRequire(import.meta.url);

export const { DOUBLE, DuckDBDataChunk, DuckDBInstance, DuckDBTypeId, DuckDBVarCharVector, VARCHAR } = require('@duckdb/node-api') as typeof Api;

/** What lies below the wrapper's vectors, which hide their arrays and take values one by one. */
export const bindings = require('@duckdb/node-bindings') as typeof Bindings;
