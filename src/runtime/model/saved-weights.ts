/**
 * Trained weights as files, in the form of TensorFlow.js: `model.json` with a manifest, and a binary file that it names. The binary's name holds a sum of its content, so
 * that the manifest names the old weights or the new ones, never a part of either.
 */
import * as tf from '@tensorflow/tfjs-core';
import { createHash } from 'node:crypto';
import { readFile, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DataError, systemCode } from '../store/data-error.ts';
import { writeWhole } from '../store/durable.ts';
import { fullbandVersion } from '../version.ts';
import type { Parameters, Snapshot } from './parameters.ts';

/** What is kept beside the weights: everything that is needed to know what they are of. */
export type Metadata = Readonly<Record<string, unknown>>;

interface ModelJson {
  readonly format: string;
  readonly generatedBy: string;
  readonly weightsManifest: readonly [{ readonly paths: readonly [string]; readonly weights: tf.io.WeightsManifestEntry[] }];
  readonly userDefinedMetadata: Metadata;
}

const FORMAT = 'fullband-model';

/** Names of the binary files of this folder; others are left alone. */
const BINARY = /^weights-[0-9a-f]{16}\.bin$/;

/** Writes all parameters, running statistics among them. */
export async function saveWeights(folder: string, parameters: Parameters, metadata: Metadata): Promise<void> {
  const { data, specs } = await tf.io.encodeWeights(Object.fromEntries(parameters.all()));
  const bytes = new Uint8Array(data);
  const binary = `weights-${sumOf(bytes)}.bin`;
  const manifest: ModelJson = {
    ...{ format: FORMAT, generatedBy: `fullband ${fullbandVersion()}`, userDefinedMetadata: metadata },
    weightsManifest: [{ paths: [binary], weights: specs }],
  };
  await writeWhole(join(folder, binary), bytes);
  await writeWhole(join(folder, 'model.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const name of await readdir(folder)) if (BINARY.test(name) && name !== binary) await rm(join(folder, name));
}

/** Reads weights and what is kept beside them. */
export async function loadWeights(folder: string): Promise<{ readonly weights: Snapshot; readonly metadata: Metadata }> {
  const path = join(folder, 'model.json');
  const { weightsManifest, userDefinedMetadata } = parse(path, await read(path));
  const [{ paths, weights: specs }] = weightsManifest;
  const binary = join(folder, paths[0]);
  const bytes = await read(binary);
  if (!paths[0].includes(sumOf(bytes))) throw damaged(binary, 'weights whose sum is not that of their name');
  const tensors = tf.io.decodeWeights(Uint8Array.from(bytes).buffer, specs);
  const weights = new Map<string, Float32Array<ArrayBuffer>>();
  for (const [name, tensor] of Object.entries(tensors)) weights.set(name, Float32Array.from(await tensor.data()));
  tf.dispose(tensors);
  return { weights, metadata: userDefinedMetadata };
}

function parse(path: string, bytes: Uint8Array): ModelJson {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes).toString());
  } catch (error) {
    if (error instanceof SyntaxError) throw damaged(path, 'text that is not JSON');
    throw error;
  }
  const model = json as Partial<ModelJson> | null;
  if (model?.format !== FORMAT || typeof model.weightsManifest?.[0].paths[0] !== 'string') throw damaged(path, 'no model of fullband');
  return model as ModelJson;
}

function damaged(path: string, found: string): DataError {
  return new DataError({ file: path, found, expected: `the ${basename(path) === 'model.json' ? 'description' : 'weights'} of a trained model`, remedy: 'Train the model again.' });
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
    throw new DataError({ file: path, found: 'no such file', expected: 'a trained model', remedy: 'Train the model, or name the folder of a trained one.' }, { cause: error });
  }
}

function sumOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
