/** Two-dimensional inputs of gpu.js over typed arrays, which its type declarations leave out. */
import { Input } from 'gpu.js';

/** An input of [width, height] over `value`, which is not copied here. */
export function tileInput(value: Float32Array, size: readonly [number, number]): Input {
  const made = new Input([], [0]);
  Reflect.set(made, 'value', value);
  Reflect.set(made, 'size', [size[0], size[1]]);
  return made;
}
