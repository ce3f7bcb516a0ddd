/** Names characters in messages, above all those that cannot be seen. */

const INVISIBLE: Readonly<Record<string, string>> = {
  '\u00ad': 'soft hyphen',
  '\u200b': 'zero-width space',
  '\u200c': 'zero-width non-joiner',
  '\u200d': 'zero-width joiner',
  '\u200e': 'left-to-right mark',
  '\u200f': 'right-to-left mark',
  '\u2060': 'word joiner',
  '\ufffd': 'replacement character: the file is probably not UTF-8',
};

/** The character in quotes, or its name if nothing of it would be seen. */
export function quoteCharacter(character: string): string {
  const name = INVISIBLE[character];
  if (name !== undefined) return `“${name}”`;
  return /[\p{Cc}\p{Cf}\p{Cs}\p{Mn}]/u.test(character) ? 'without a visible form' : `\`${character}\``;
}

/** `U+00A7`. */
export function codePointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Source text as messages show it: in back-quotes, on one line, cut if long. */
export function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 40 ? `\`${line.slice(0, 37)}…\`` : `\`${line}\``;
}
