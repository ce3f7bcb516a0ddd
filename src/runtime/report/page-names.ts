/** File names of signals. */

/** Names that Windows keeps for devices. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/** A file name per signal: its letters, digits, `_`, `-` and `.`, other signs as `-`; no two alike, also where case does not count. */
export function pageNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const plain = [...name.normalize('NFC').replaceAll(/[^\p{L}\p{N}_.-]+/gu, '-').replace(/^\.+/, '')].slice(0, 60).join('');
    const base = plain === '' || RESERVED.test(plain) ? `signal-${plain}` : plain;
    let free = base;
    for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${base}-${String(n)}`;
    taken.add(free.toLowerCase());
    return `${free}.html`;
  });
}
