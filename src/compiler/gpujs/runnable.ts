/**
 * The last look at a kernel's text before it is built. gpu.js may turn it into JavaScript, so it must hold numbers and words of the compiler only: no name, text or
 * comment of a factor's author reaches it, whatever the passes before did.
 */

const COMMENT = /\/\/.*$/gm;
const NUMBER = /(?<![\w$.])\d+(?:\.\d+)?(?:e[-+]?\d+)?(?![\w$])/g;
const WORD = /[\p{L}_$\\][\p{L}\p{N}_$\\]*/gu;
const MARKS = /^[-+*/%<>=!&|?:;,.()[\]{}\s]*$/;

const WORDS = new Set([
  ...['function', 'let', 'const', 'if', 'else', 'for', 'return', 'this', 'thread', 'x', 'y', 'z', 'i', 'j', 'k'],
  ...['Math', 'abs', 'exp', 'floor', 'log', 'max', 'min', 'pow', 'sign', 'sqrt'],
  ...['tile', 'blocks', 'part', 'day', 'base', 'first'],
  ...['volume', 'amount', 'items'].flatMap((column) => [`has_${column}`, `middle_${column}`]),
]);

/** Names that the compiler counts up: `s16`, `p15`, `a7`, `seena7`, `o0`. */
const GENERATED = /^(?:seen)?[a-z]\d+$/;

/** The text without its comments. Throws an Error if it holds a word that the compiler does not make. */
export function runnableText(source: string): string {
  const text = source.replace(COMMENT, '').replace(/\n\s*\n/g, '\n');
  const rest = text.replace(NUMBER, ' ').replace(WORD, (word) => (WORDS.has(word) || GENERATED.test(word) ? ' ' : `\0${word}`));
  if (!MARKS.test(rest)) throw new Error(`a kernel holds a word that no kernel has: ${/\0?[^-+*/%<>=!&|?:;,.()[\]{}\s]+/.exec(rest)?.[0].replace('\0', '') ?? ''}`);
  return text;
}
