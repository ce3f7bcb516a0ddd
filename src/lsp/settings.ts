/** What the client lets its user choose. */

export interface Settings {
  /** Folder of the store that factors are tested on; relative to the root of the project. */
  readonly store: string;
  /** Whether the client shows the texts of explain and test itself; otherwise the server asks it to open them. */
  readonly showsTexts: boolean;
}

export const DEFAULT_SETTINGS: Settings = { store: 'store', showsTexts: false };

/** Takes what is usable of an object of the client over what was there. */
export function settingsFrom(value: unknown, before: Settings): Settings {
  if (typeof value !== 'object' || value === null) return before;
  const store: unknown = Reflect.get(value, 'store');
  const showsTexts: unknown = Reflect.get(value, 'showsTexts');
  return {
    store: typeof store === 'string' && store.trim() !== '' ? store : before.store,
    showsTexts: typeof showsTexts === 'boolean' ? showsTexts : before.showsTexts,
  };
}
