/** Adam by PyTorch's formula, on arrays: a model has thousands of weights, not millions, and its state can be written to a checkpoint as it is. */
import { assign, type Parameters, type Snapshot } from './parameters.ts';

export interface AdamSettings {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

export const ADAM: AdamSettings = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** Everything an optimizer remembers. */
export interface AdamState {
  /** Steps that were made. */
  readonly step: number;
  /** Running means of the gradients and of their squares, by parameter. */
  readonly first: Snapshot;
  readonly second: Snapshot;
}

export class Adam {
  private readonly settings: AdamSettings;
  private step = 0;
  private readonly first = new Map<string, Float32Array<ArrayBuffer>>();
  private readonly second = new Map<string, Float32Array<ArrayBuffer>>();

  constructor(settings: Partial<AdamSettings> = {}) {
    this.settings = { ...ADAM, ...settings };
  }

  /** Changes the trainable parameters; one without a gradient stays. */
  async apply(parameters: Parameters, gradients: Snapshot): Promise<void> {
    const { learningRate, beta1, beta2, epsilon } = this.settings;
    this.step++;
    const size = learningRate / (1 - beta1 ** this.step);
    const correction = Math.sqrt(1 - beta2 ** this.step);
    for (const [name, variable] of parameters.trainable) {
      const gradient = gradients.get(name);
      if (gradient === undefined) continue;
      const first = momentOf(this.first, name, gradient.length);
      const second = momentOf(this.second, name, gradient.length);
      const values = Float32Array.from(await variable.data());
      for (let i = 0; i < values.length; i++) {
        const g = gradient[i] ?? NaN;
        const m = beta1 * (first[i] ?? NaN) + (1 - beta1) * g;
        const v = beta2 * (second[i] ?? NaN) + (1 - beta2) * g * g;
        first[i] = m;
        second[i] = v;
        values[i] = (values[i] ?? NaN) - (size * m) / (Math.sqrt(v) / correction + epsilon);
      }
      assign(variable, values);
    }
  }

  state(): AdamState {
    return { step: this.step, first: copyOf(this.first), second: copyOf(this.second) };
  }

  restore({ step, first, second }: AdamState): void {
    this.step = step;
    this.first.clear();
    this.second.clear();
    for (const [name, values] of first) this.first.set(name, values.slice());
    for (const [name, values] of second) this.second.set(name, values.slice());
  }
}

function momentOf(moments: Map<string, Float32Array<ArrayBuffer>>, name: string, length: number): Float32Array<ArrayBuffer> {
  const known = moments.get(name);
  if (known !== undefined) return known;
  const fresh = new Float32Array(length);
  moments.set(name, fresh);
  return fresh;
}

function copyOf(moments: Snapshot): Snapshot {
  return new Map([...moments].map(([name, values]) => [name, values.slice()]));
}
