import { describe, expect, test } from 'vitest';
import { nodeText } from '../../src/compiler/explain/node-text.ts';
import { Graph, inOrder, type Node } from '../../src/compiler/ir.ts';
import { verifyKernelNodes, verifySource } from '../../src/compiler/verify.ts';
import { UNITLESS } from '../../src/dsl/units.ts';
import { programOfValues as programOf } from '../support/programs.ts';

/** Operators of what kernels compute, arguments before their users. */
function kernelOperators(value: string): readonly string[] {
  const nodes = inOrder(programOf(value).plan.outputs.map((output) => output.node));
  return nodes.flatMap((node) => (node.op === 'element' || node.op === 'reduce' ? [node.operator] : []));
}

/** What the host prepares for an expression, with the reasons. */
function prepared(value: string): readonly string[] {
  return programOf(value).plan.prepared.map((node) => `${nodeText(node.source)}: ${node.reason}`);
}

describe('f32 algebra', () => {
  test('a return becomes the difference before the quotient', () => {
    for (const value of ['mean(ret)', 'mean(high / low - 1)']) {
      expect(kernelOperators(value)).toContain('quotientLess1');
      expect(kernelOperators(value)).not.toContain('-');
    }
  });

  test('a compounded return never adds the 1 that would cost its digits', () => {
    expect(kernelOperators('prod(1 + ret) - 1')).toEqual(['quotientLess1', 'compound']);
    expect(programOf('prod(1 + ret) - 1').plan.outputs[0]?.node).toMatchObject({ op: 'reduce', operator: 'compound' });
  });

  test('the log of a price quotient is computed from the difference', () => {
    expect(kernelOperators('std(log(close / prev(close)))')).toContain('logQuotient');
  });
});

describe('placement', () => {
  test.each(['sum(amount, where=ret < 0) / sum(amount)', 'corr(volume, items)', 'skew(ret, window=late)', 'count(close > open) / 240', 'max(high) / min(low) - 1'])('%s needs nothing from the host', (value) => {
    expect(prepared(value)).toEqual([]);
  });

  test('selections, ranks and quantiles are prepared on the host', () => {
    expect(prepared('mean(ret, where=top(volume, 30%))')).toEqual(['top(volume, 30%): an exact order of the rows needs float64']);
    expect(prepared('median(volume) / mean(volume)')).toEqual(['median(volume): an exact order of the rows needs float64']);
    expect(prepared('corr(rank(volume), ret)')).toEqual(['rank(volume): an exact order of the rows needs float64']);
  });

  test('a comparison that f32 could decide wrongly runs on the host', () => {
    expect(prepared('count(ret > 0.01) / 240')).toEqual(['ret > 0.01: a comparison of rounded values may fall on the wrong side']);
    expect(prepared('count(close > prev(open, 2)) / 240')).toEqual([]);
  });

  test('a difference that may cancel runs on the host', () => {
    expect(prepared('mean(abs(volume - prev(volume))) / mean(volume)')).toEqual(['volume - prev(volume): the difference may cancel the digits f32 has']);
  });
});

describe('the graph', () => {
  test('equal parts of two factors are one node', () => {
    const program = programOf('sum(ret^2, where=ret < 0) / sum(ret^2)', 'sqrt(sum(ret^2))');
    const sums = inOrder(program.sources).filter((node) => node.op === 'reduce' && !node.filtered);
    expect(sums).toHaveLength(1);
  });

  test('identity does not depend on what else is compiled', () => {
    const alone = programOf('corr(volume, items)').identities[0];
    expect(programOf('mean(ret)', 'corr(volume, items)').identities[1]).toBe(alone);
    expect(programOf('corr(volume, amount)').identities[0]).not.toBe(alone);
  });

  test('kernel text is the same every time', () => {
    const values = ['corr(volume, items)', 'skew(ret, window=late)', 'sum(volume, window=half_hour(2)) / sum(volume)'];
    expect(programOf(...values).kernels).toEqual(programOf(...values).kernels);
  });

  test('an illegal graph is refused between passes', () => {
    const graph = new Graph();
    const series = graph.column('volume', UNITLESS);
    expect(() => {
      verifySource([series]);
    }).toThrow('must be one number');
    const scan: Node = graph.make({ op: 'scan', operator: 'cumsum', parameters: [], args: [series], shape: 'series', element: 'number', unit: UNITLESS });
    expect(() => {
      verifyKernelNodes([scan]);
    }).toThrow('not placed on the host');
  });
});
