/** Three-dimensional inputs of gpu.js over typed arrays, which its type declarations leave out. */
import { Input } from 'gpu.js';

/** Lanes, rows and blocks of a tile. */
export type TileSize = readonly [number, number, number];

/** An input of [width, height, depth] over `value`, which is not copied here. */
export function tileInput(value: Float32Array, size: TileSize): Input {
  const made = new Input([], [0]);
  Reflect.set(made, 'value', value);
  Reflect.set(made, 'size', [size[0], size[1], size[2]]);
  return made;
}
