/** Links of the page as anybody may write them. */
import { deflateRawSync } from 'node:zlib';

export function fragmentFor(path: string, text: string): string {
  return `#factor=${deflateRawSync(JSON.stringify([path, text])).toString('base64url')}`;
}
