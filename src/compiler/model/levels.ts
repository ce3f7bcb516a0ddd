/**
 * What a loss does not see. A correlation ignores level and scale of what it compares, so biases before it have no gradient but rounding, and the scale of
 * a value that only correlations read is whatever training happens to leave: a plain sum of such values weighs them by chance.
 */
import { modelFunctionNamed, type ModelFunction } from '../../dsl/catalogue/model/index.ts';
import { argsOf, restingOn, type ModelNode, type TypedModel } from '../../dsl/typed-model.ts';

/** The record of a layer's call or of an applied node; null for inputs, target and numbers. */
export function recordOf(node: ModelNode, { layers }: TypedModel): ModelFunction | null {
  if (node.kind === 'apply') return modelFunctionNamed(node.function);
  const layer = node.kind === 'layer' ? layers[node.layer] : undefined;
  return layer === undefined ? null : modelFunctionNamed(layer.function);
}

/** The argument that a node multiplies by a written number, or whose sign it turns; null for any other node. */
export function scaledArgument(node: ModelNode, model: TypedModel): number | null {
  const compute = recordOf(node, model)?.compute;
  if (node.kind !== 'apply' || compute === undefined) return null;
  const [a = -1, b = -1] = node.args;
  if (compute.kind === 'unary') return compute.of === 'neg' ? a : null;
  const isNumber = (at: number): boolean => model.nodes[at]?.kind === 'number';
  if (compute.kind !== 'binary' || node.args.length < 2) return null;
  if (compute.of === 'mul' && isNumber(a)) return b;
  return (compute.of === 'mul' || compute.of === 'div') && isNumber(b) ? a : null;
}

interface Consumer {
  readonly node: ModelNode;
  readonly place: number;
}

export class LossView {
  private readonly consumers = new Map<number, readonly Consumer[]>();
  private readonly levels = new Map<number, boolean>();
  private readonly scales = new Map<number, boolean>();

  constructor(private readonly model: TypedModel) {
    for (const place of restingOn(model.nodes, [model.loss])) {
      const node = model.nodes[place];
      if (node === undefined) continue;
      for (const arg of new Set(argsOf(node))) this.consumers.set(arg, [...(this.consumers.get(arg) ?? []), { node, place }]);
    }
  }

  /** Whether the loss stays the same when one number is added to all values of a node. */
  ignoresLevel(at: number): boolean {
    return this.every(at, this.levels, ({ node, place }) => {
      const record = recordOf(node, this.model);
      if (record === null) return false;
      if (record.levels === 'ignores' || record.levels === 'ignores levels') return true;
      return (record.levels === 'keeps levels' || scaledArgument(node, this.model) === at) && this.ignoresLevel(place);
    });
  }

  /** Whether the loss stays the same when a node is multiplied by a positive number. */
  ignoresScale(at: number): boolean {
    return this.every(at, this.scales, ({ node, place }) => {
      if (recordOf(node, this.model)?.levels === 'ignores') return true;
      return scaledArgument(node, this.model) === at && this.ignoresScale(place);
    });
  }

  /** Whether something holds of all that read a node, of which there is one or more. */
  private every(at: number, known: Map<number, boolean>, holds: (consumer: Consumer) => boolean): boolean {
    const before = known.get(at);
    if (before !== undefined) return before;
    const consumers = this.consumers.get(at) ?? [];
    const answer = consumers.length > 0 && consumers.every(holds);
    known.set(at, answer);
    return answer;
  }
}
