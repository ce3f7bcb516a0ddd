/**
 * A workaround of a limit of gpu.js 2.24.1: its SIMD code reads four neighbouring numbers one by one (four index computations, clamps, scalar loads and
 * lane inserts), which costs two thirds of the time of a day's kernels. Where an array is read at [uniform][uniform][this.thread.x], the four are next to each other, and
 * one vector load does. Everything else is left to gpu.js; if its inside is not as expected, all of it is.
 */
import { createRequire } from 'node:module';
import * as gpuJs from 'gpu.js';
import { property } from './gpu-inside.ts';

type Method = (this: object, ...args: unknown[]) => unknown;

function method(of: unknown, name: string): Method | null {
  const found = property(of, name);
  return typeof found === 'function' ? (found as Method) : null;
}

/** Calls a method by name, for chains such as em.i32Const(2).i32Shl(). */
function call(of: unknown, name: string, ...args: unknown[]): unknown {
  const found = method(of, name);
  if (found === null || typeof of !== 'object' || of === null) throw new Error(`gpu.js has no ${name} here`);
  return found.apply(of, args);
}

/** True for the syntax tree of `this.thread.x`. */
function isThreadX(node: unknown): boolean {
  const object = property(node, 'object');
  return (
    property(node, 'type') === 'MemberExpression' &&
    property(node, 'computed') !== true &&
    property(property(node, 'property'), 'name') === 'x' &&
    property(property(object, 'property'), 'name') === 'thread' &&
    property(property(object, 'object'), 'type') === 'ThisExpression'
  );
}

/** What the emitter needs; null if gpu.js is not built as expected. */
interface Place {
  readonly width: number;
  readonly height: number;
  readonly length: number;
  readonly offset: number;
  readonly threadX: number;
  readonly em: object;
}

function placeOf(node: object, table: unknown, name: unknown): Place | null {
  const layout = property(property(property(property(node, 'assembler'), 'layout'), String(table)), String(name));
  const dims = property(layout, 'dims');
  const offset = property(layout, 'offset');
  const length = property(layout, 'flatLength');
  const threadX = property(property(property(node, 'assembler'), 'globals'), 'threadX');
  const em = property(node, 'em');
  if (!Array.isArray(dims) || typeof offset !== 'number' || typeof length !== 'number' || typeof threadX !== 'number' || typeof em !== 'object' || em === null) return null;
  const sizes: readonly unknown[] = dims;
  const [width, height] = sizes;
  if (typeof width !== 'number' || typeof height !== 'number' || width % 4 !== 0) return null;
  return { width, height, length, offset, threadX, em };
}

let installed: boolean | null = null;

/** Puts the vector load in place, once per process. Returns whether it is. */
export function installContiguousLoads(): boolean {
  if (installed !== null) return installed;
  installed = install();
  return installed;
}

function install(): boolean {
  const require = createRequire(import.meta.url);
  const version = property(require('gpu.js/package.json'), 'version');
  if (version !== '2.24.1') return false;
  const prototype = property(property(gpuJs, 'WebAssemblyFunctionNode'), 'prototype');
  const gather = method(prototype, 'vGather');
  if (gather === null || typeof prototype !== 'object' || prototype === null || method(prototype, 'emitIndex') === null) return false;
  const replacement: Method = function (this: object, ...args) {
    const [table, name, x, y, z] = args;
    return contiguousLoad(this, table, name, x, y, z) ?? gather.apply(this, args);
  };
  return Reflect.set(prototype, 'vGather', replacement);
}

function contiguousLoad(node: object, table: unknown, name: unknown, x: unknown, y: unknown, z: unknown): string | null {
  const info = property(node, 'vInfo');
  const place = placeOf(node, table, name);
  if (place === null || !isThreadX(x) || y === undefined || z === undefined || y === null || z === null) return null;
  if (call(info, 'exprVarying', y) !== false || call(info, 'exprVarying', z) !== false) return null;
  const { em } = place;
  // Under a mask gpu.js may evaluate an index that the condition guards against, so it is clamped as a whole.
  const masked = Number(property(node, 'vMaskDepth')) > 0;
  const { variable, constant } = masked ? { variable: y, constant: 0 } : splitRow(y);
  call(node, 'emitIndex', variable);
  call(call(em, 'i32Const', place.width), 'i32Mul');
  call(node, 'emitIndex', z);
  call(call(call(em, 'i32Const', place.width * place.height), 'i32Mul'), 'i32Add');
  call(call(em, 'globalGet', place.threadX), 'i32Add');
  if (masked) call(node, 'emitClampScalarIndex', place.length - 4);
  call(call(em, 'i32Const', 2), 'i32Shl');
  call(em, 'v128Load', place.offset + constant * place.width * 4, 2);
  return 'vf32';
}

/**
 * `k + 12` as the row that varies and the constant. The constant goes into the load instruction, so that all loads of a loop body share one
 * address; gpu.js keeps loop counters as floats, and converting `k` once is all that is left of that.
 */
function splitRow(row: unknown): { readonly variable: unknown; readonly constant: number } {
  const right = property(row, 'right');
  const constant = property(right, 'value');
  const sum = property(row, 'type') === 'BinaryExpression' && property(row, 'operator') === '+' && property(right, 'type') === 'Literal';
  return sum && typeof constant === 'number' && Number.isInteger(constant) && constant >= 0 ? { variable: property(row, 'left'), constant } : { variable: row, constant: 0 };
}
