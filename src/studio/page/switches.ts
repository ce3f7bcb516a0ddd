/** Switches of the page's head: language and colours. */
import { both } from '../../runtime/report/text.ts';
import { setTheme, theme, THEMES } from './colours.ts';
import { element } from './dom.ts';
import { chooseLanguage, language, say, type Language } from './language.ts';
import { WORDS } from './words.ts';

const LANGUAGES: readonly (readonly [Language, string])[] = [['en', 'EN'], ['zh', '中']];
const THEME_WORDS = { auto: WORDS.auto, light: WORDS.light, dark: WORDS.dark } as const;
const LANGUAGE_NAMES = { en: both('English', 'English'), zh: both('中文', '中文') } as const;

/** @param changed the page is to be written anew */
export function languageSwitch(changed: () => void): HTMLElement {
  return group(
    say(WORDS.language),
    LANGUAGES.map(([key, label]) => ({ label, name: say(LANGUAGE_NAMES[key]), isOn: key === language(), choose: () => {
      chooseLanguage(key);
      changed();
    } })),
  );
}

export function themeSwitch(): HTMLElement {
  return group(
    say(WORDS.theme),
    THEMES.map((key) => ({ label: say(THEME_WORDS[key]), name: say(THEME_WORDS[key]), isOn: key === theme(), choose: () => setTheme(key) })),
  );
}

interface Choice {
  readonly label: string;
  readonly name: string;
  readonly isOn: boolean;
  readonly choose: () => void;
}

function group(label: string, choices: readonly Choice[]): HTMLElement {
  const buttons = choices.map((choice) =>
    element('button', { type: 'button', 'aria-pressed': String(choice.isOn), title: choice.name === choice.label ? null : choice.name, onclick: (event) => {
      for (const button of buttons) button.setAttribute('aria-pressed', String(button === event.currentTarget));
      choice.choose();
    } }, choice.label),
  );
  return element('div', { class: 'switch', role: 'group', 'aria-label': label }, ...buttons);
}
