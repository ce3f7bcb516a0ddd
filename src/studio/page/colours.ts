/** Light and dark: the system's choice, or the reader's. */
import { keep, kept } from './kept.ts';
import { paletteCss } from '../../runtime/report/palette.ts';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'theme';

export function theme(): Theme {
  return THEMES.find((one) => one === kept(KEY)) ?? 'auto';
}

export function setTheme(chosen: Theme): void {
  keep(KEY, chosen);
  document.documentElement.dataset['theme'] = chosen;
  changed();
}

const listeners = new Set<() => void>();

function changed(): void {
  for (const listener of listeners) listener();
}

/** Colours of pages of reports, and the theme that was chosen. */
export function startColours(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(paletteCss());
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  document.documentElement.dataset['theme'] = theme();
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
}

/** Calls when colours change, for what is painted and not styled. */
export function onColours(listener: () => void): void {
  listeners.add(listener);
}

/** A colour of the palette as it is now. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
