/** Text in two languages, and text as HTML. */

/** The same text in English and Chinese. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}

export function both(en: string, zh: string): Text {
  return { en, zh };
}

/** A name, a date or a number: the same in both languages. */
export function same(text: string): Text {
  return { en: text, zh: text };
}

/** Texts one after another. English words need a space between, Chinese ones do not. */
export function joined(texts: readonly Text[], separator: Text = both(' ', '')): Text {
  return { en: texts.map(({ en }) => en).join(separator.en), zh: texts.map(({ zh }) => zh).join(separator.zh) };
}

/** HTML that means this text, in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

/** HTML of a text; the style sheet hides the language that the page is not in. */
export function html({ en, zh }: Text): string {
  return en === zh ? escapeHtml(en) : `<span lang="en">${escapeHtml(en)}</span><span lang="zh-CN">${escapeHtml(zh)}</span>`;
}

/** JSON for a script element: without `<` nothing in it can end the element or open a comment. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
