// Lets plain Node run the TypeScript sources in a child process. What is transpiled once is kept under node_modules/.cache by content,
// so that only the first child of a change waits for it.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';

const CACHE = new URL('../../node_modules/.cache/fullband-tests/', import.meta.url);

if (isMainThread) register(import.meta.url);

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  return { format: 'module', shortCircuit: true, source: await transpiled(await readFile(fileURLToPath(url), 'utf8')) };
}

async function transpiled(text) {
  const kept = new URL(`${createHash('sha256').update(text).digest('hex')}.js`, CACHE);
  try {
    return await readFile(kept, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  const { default: typescript } = await import('typescript');
  const compilerOptions = { module: typescript.ModuleKind.ESNext, target: typescript.ScriptTarget.ES2022, verbatimModuleSyntax: true };
  const { outputText } = typescript.transpileModule(text, { compilerOptions });
  await mkdir(CACHE, { recursive: true });
  // Several children may transpile the same file: each writes its own and the last one stays.
  const part = new URL(`${kept.href}.${process.pid}`);
  await writeFile(part, outputText);
  await rename(part, kept);
  return outputText;
}
