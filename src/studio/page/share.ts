/** A text in the fragment of an address, which browsers do not send to any server: compressed, and as letters that addresses may have. */
import { isSharedPath } from './shared-path.ts';

const NAME = 'factor';
/** Longer ones are not from here: a source has at most some thousand characters in practice. */
const MOST_LETTERS = 100_000;
/** Bytes that become letters at once: each is an argument of a call, and calls have only so many. */
const PIECE = 8192;

export interface SharedText {
  readonly path: string;
  readonly text: string;
}

/** The fragment, with its `#`; null for a text that `readFragment` would not take. */
export async function fragmentOf({ path, text }: SharedText): Promise<string | null> {
  if (!isSharedPath(path)) return null;
  const bytes = await through(new TextEncoder().encode(JSON.stringify([path, text])), new CompressionStream('deflate-raw'));
  const letters = btoa(binaryOf(bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return letters.length > MOST_LETTERS ? null : `#${NAME}=${letters}`;
}

/** What a fragment holds; null for one that holds no text, whatever it is. */
export async function readFragment(fragment: string): Promise<SharedText | null> {
  const letters = new RegExp(`^#${NAME}=([\\w-]+)$`).exec(fragment)?.[1];
  if (letters === undefined || letters.length > MOST_LETTERS) return null;
  try {
    const bytes = Uint8Array.from(atob(letters.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
    const read: unknown = JSON.parse(new TextDecoder().decode(await through(bytes, new DecompressionStream('deflate-raw'))));
    if (!Array.isArray(read)) return null;
    const [path, text] = read as unknown[];
    return typeof path === 'string' && typeof text === 'string' && isSharedPath(path) ? { path, text } : null;
  } catch (error) {
    // Cut off, or of something else.
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof DOMException) return null;
    throw error;
  }
}

function binaryOf(bytes: Uint8Array): string {
  let binary = '';
  for (let from = 0; from < bytes.length; from += PIECE) binary += String.fromCharCode(...bytes.subarray(from, from + PIECE));
  return binary;
}

async function through(bytes: Uint8Array, stream: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  const readable = new Blob([bytes.slice()]).stream().pipeThrough<Uint8Array>(stream);
  return new Uint8Array(await new Response(readable).arrayBuffer());
}
