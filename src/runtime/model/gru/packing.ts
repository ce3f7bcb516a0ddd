/** Weights as the kernel reads them, and gradients as it leaves them. */

export interface GruSizes {
  readonly features: number;
  readonly units: number;
}

/** One array per weight, in PyTorch's shapes and its order of gates: reset, update, new. */
export interface GruArrays {
  /** [3 · units][features] */
  readonly weightIh: Float32Array;
  /** [3 · units][units] */
  readonly weightHh: Float32Array;
  readonly biasIh: Float32Array;
  readonly biasHh: Float32Array;
}

/** Forward: per unit and input the weights of its three gates side by side. */
export function packByUnit(weights: Float32Array, units: number, inputs: number, into: Float32Array): void {
  let to = 0;
  for (let unit = 0; unit < units; unit++) {
    for (let input = 0; input < inputs; input++) {
      for (let gate = 0; gate < 3; gate++) into[to++] = weights[(gate * units + unit) * inputs + input] ?? NaN;
    }
  }
}

/** Per unit the biases of r and z, and apart from each other those of n: of the input, and of the hidden state, which r multiplies. */
export function packBiases({ biasIh, biasHh }: GruArrays, units: number, into: Float32Array): void {
  for (let unit = 0; unit < units; unit++) {
    for (let gate = 0; gate < 2; gate++) into[unit * 4 + gate] = (biasIh[gate * units + unit] ?? NaN) + (biasHh[gate * units + unit] ?? NaN);
    into[unit * 4 + 2] = biasIh[2 * units + unit] ?? NaN;
    into[unit * 4 + 3] = biasHh[2 * units + unit] ?? NaN;
  }
}

/** Numbers of weights packed by threes. */
export function threesLength(units: number, inputs: number): number {
  return Math.ceil(inputs / 3) * 9 * units;
}

/** Backward: for three inputs at a time, per gate and unit their weights side by side; 0 for inputs there are not. */
export function packByThrees(weights: Float32Array, units: number, inputs: number, into: Float32Array): void {
  let to = 0;
  for (let first = 0; first < inputs; first += 3) {
    for (let row = 0; row < 3 * units; row++) {
      for (let input = first; input < first + 3; input++) into[to++] = input < inputs ? (weights[row * inputs + input] ?? NaN) : 0;
    }
  }
}

/** Adds the gradients of the parts, in their order and in float64. A part holds those of the weights and then the sums of dr, dz, dm and dn. */
export function sumParts(partials: Float32Array, parts: number, { features, units }: GruSizes): GruArrays {
  const size = partials.length / parts;
  const sum = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    let total = 0;
    for (let part = 0; part < parts; part++) total += partials[part * size + i] ?? NaN;
    sum[i] = total;
  }
  const hidden = 3 * units * features;
  const biases = hidden + 3 * units * units;
  const biasHh = sum.slice(biases, biases + 3 * units);
  const biasIh = biasHh.slice();
  biasIh.set(sum.subarray(biases + 3 * units, biases + 4 * units), 2 * units);
  return { weightIh: sum.slice(0, hidden), weightHh: sum.slice(hidden, biases), biasIh, biasHh };
}
