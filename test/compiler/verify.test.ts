import { describe, expect, test } from 'vitest';
import { Graph, type Node, type NodeSpec } from '../../src/compiler/ir.ts';
import { verifyKernelNodes, verifySource } from '../../src/compiler/verify.ts';
import { SESSION } from '../../src/dsl/session.ts';
import { PRICE, UNITLESS } from '../../src/dsl/units.ts';
import { minuteFactors, programOf } from '../support/programs.ts';

const graph = new Graph();
const close = graph.column('close', PRICE);
const volume = graph.column('volume', UNITLESS);
const falling = graph.element('<', [close, volume], 'boolean', UNITLESS);
const reduced = (args: readonly Node[], more: Partial<NodeSpec> = {}): Node =>
  graph.make({ op: 'reduce', operator: 'sum', parameters: [], window: SESSION, filtered: false, pooled: false, args, shape: 'value', element: 'number', unit: PRICE, ...more } as NodeSpec);
const prepared = graph.make({ op: 'prepared', source: volume, reason: 'a test', args: [], shape: 'series', element: 'number', unit: UNITLESS });

describe('a graph as built is refused', () => {
  test.each<readonly [string, Node, string]>([
    ['if its result is a series', close, 'is a result and must be one number'],
    ['if its result is a condition', graph.element('<', [reduced([close]), graph.constant(1)], 'boolean', UNITLESS), 'is a result and must be one number'],
    ['if a reduction is a series', reduced([reduced([close], { shape: 'series' })]), 'is a reduction and must be one value'],
    ['if a column is one value', reduced([graph.make({ op: 'column', column: 'high', args: [], shape: 'value', element: 'number', unit: PRICE })]), 'must be a series'],
    ['if an operator has not the shape of its arguments', reduced([graph.make({ op: 'element', operator: '+', args: [close, close], shape: 'value', element: 'number', unit: PRICE })]), 'has not the shape of its arguments'],
    ['if where= is no condition', reduced([close, volume], { filtered: true }), 'is restricted by something that is no condition'],
    ['if the catalogue has no such operator', reduced([graph.element('quotientLess1', [close, close], 'number', UNITLESS)]), 'has no element-wise operator quotientLess1'],
    ['if something is prepared already', reduced([prepared]), 'is prepared before placement'],
  ])('%s', (_, root, why) => {
    expect(() => verifySource([root])).toThrow(why);
  });
});

describe('a graph for kernels is refused', () => {
  test.each<readonly [string, Node, string]>([
    ['if it holds a running sum', reduced([graph.make({ op: 'scan', operator: 'cumsum', parameters: [], args: [close], shape: 'series', element: 'number', unit: PRICE })]), 'was not placed on the host'],
    ['if it holds a selection', reduced([close, graph.make({ op: 'select', operator: 'top', parameters: [0.3], window: SESSION, filtered: false, args: [close], shape: 'series', element: 'boolean', unit: UNITLESS })], { filtered: true }), 'was not placed on the host'],
    ['if it reads what tiles do not hold', reduced([graph.column('ret', UNITLESS)]), 'reads ret, which tiles do not hold'],
    ['if it pools rows', reduced([close, close], { pooled: true }), 'pools rows, which kernels do not'],
  ])('%s', (_, root, why) => {
    expect(() => verifyKernelNodes([root])).toThrow(why);
  });

  test('and not for anything that placement leaves', () => {
    const program = programOf(minuteFactors());
    expect(() => {
      verifySource(program.sources);
      verifyKernelNodes(program.plan.outputs.map((output) => output.node));
      verifyKernelNodes([reduced([close, falling], { filtered: true }), reduced([prepared])]);
    }).not.toThrow();
  });
});
