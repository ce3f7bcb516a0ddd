/** What the text of a page has and lacks. Pages are long: no test prints one. */

/** Which of these texts a page lacks. */
export function lacking(page: string, ...texts: readonly string[]): readonly string[] {
  return texts.filter((text) => !page.includes(text));
}

/** What of a page matches. */
export function matches(page: string, pattern: RegExp): readonly string[] {
  return [...page.matchAll(pattern)].map(([text]) => text);
}

/** The page without what comes with every page, ECharts and the page's own script, and without the numbers of its charts. */
export function withoutScripts(page: string): string {
  return page.replaceAll(/<script[\s\S]*?<\/script>/g, '');
}

/** Ids that stand on a page more than once. */
export function idsTwice(page: string): readonly string[] {
  const ids = [...withoutScripts(page).matchAll(/ id="([^"]*)"/g)].map(([, id = '']) => id);
  return [...new Set(ids.filter((id, i) => ids.indexOf(id) !== i))];
}
