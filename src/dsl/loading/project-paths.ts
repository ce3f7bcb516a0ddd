/** Paths inside a project: relative to its root, written with `/`. */

export type Resolved = { readonly path: string; readonly fault: null } | { readonly path: null; readonly fault: 'absolute' | 'outside' };

/** Resolves a path as written in a file (`from`, itself relative to the root) to one relative to the root. */
export function resolvePath(from: string, written: string): Resolved {
  if (/^(?:\/|[a-zA-Z][a-zA-Z+.-]*:)/.test(written)) return { path: null, fault: 'absolute' };
  const path = normalizePath(`${folderOf(from)}/${written}`);
  return path === null ? { path: null, fault: 'outside' } : { path, fault: null };
}

/** Without `.` and `..`; null if the path leaves the root. */
export function normalizePath(path: string): string | null {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.pop() === undefined) return null;
    } else parts.push(part);
  }
  return parts.join('/');
}

/** How a file would name another one. */
export function relativePath(from: string, target: string): string {
  const folders = folderOf(from).split('/').filter((part) => part !== '');
  const parts = target.split('/');
  let shared = 0;
  while (shared < folders.length && shared < parts.length - 1 && folders[shared] === parts[shared]) shared++;
  return [...folders.slice(shared).map(() => '..'), ...parts.slice(shared)].join('/');
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Whether a path matches a pattern: `*` is any part of a name, `**` any number of folders. Each `**` takes as little as what follows it allows, so no pattern makes it slow. */
export function matchesPattern(pattern: string, path: string): boolean {
  const [parts, names] = [pattern.split('/'), path.split('/')];
  let part = 0;
  let name = 0;
  let star = -1;
  let taken = 0;
  while (name < names.length) {
    const wanted = parts[part];
    if (wanted === '**') {
      star = part++;
      taken = name;
    } else if (wanted !== undefined && matchesName(wanted, names[name] ?? '')) {
      part++;
      name++;
    } else if (star >= 0) {
      part = star + 1;
      name = ++taken;
    } else return false;
  }
  while (parts[part] === '**') part++;
  return part === parts.length;
}

/** `*` matches any characters. Each star takes as little as the text after it allows, so no text makes it slow. */
function matchesName(pattern: string, name: string): boolean {
  const pieces = pattern.split('*');
  const [start = ''] = pieces;
  if (pieces.length === 1) return name === pattern;
  const end = pieces.at(-1) ?? '';
  if (!name.startsWith(start) || !name.endsWith(end) || name.length < start.length + end.length) return false;
  let at = start.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= name.length - end.length;
}
