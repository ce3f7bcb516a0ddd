/** What the browser keeps for the reader between visits: language, colours, edited examples. A browser that keeps nothing is one that forgets. */

const PREFIX = 'fullband.';

export function kept(key: string): string | null {
  return storage()?.getItem(PREFIX + key) ?? null;
}

export function keep(key: string, value: string): void {
  const place = storage();
  if (place === null) return;
  try {
    place.setItem(PREFIX + key, value);
  } catch (error) {
    // Full, or closed to this page: the page works on without.
    if (!(error instanceof DOMException)) throw error;
  }
}

export function forget(key: string): void {
  storage()?.removeItem(PREFIX + key);
}

function storage(): Storage | null {
  try {
    return window.localStorage;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
