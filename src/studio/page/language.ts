/** The language of the page's own words: that of the browser, unless the reader has chosen. Findings are in English, as everywhere. */
import type { Text } from '../../runtime/report/text.ts';
import { kept, keep } from './kept.ts';

export type Language = 'en' | 'zh';

const KEY = 'language';

let current: Language = kept(KEY) === 'zh' || (kept(KEY) === null && navigator.language.startsWith('zh')) ? 'zh' : 'en';

export function language(): Language {
  return current;
}

/** The reader's choice, also for later visits. */
export function chooseLanguage(chosen: Language): void {
  keep(KEY, chosen);
  setLanguage(chosen);
}

export function setLanguage(chosen: Language): void {
  current = chosen;
  document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en';
}

/** A text in the page's language. */
export function say(text: Text): string {
  return text[current];
}

/** A number as people of either language read it. */
export function counted(value: number): string {
  return value.toLocaleString('en-US');
}
