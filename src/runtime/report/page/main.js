// The page as a whole: language, colours, definitions, and what its buttons do. Nothing is kept outside the page: links pass the choice on.

/** @type {(text: string) => PageData} */
const pageOf = JSON.parse;
const page = pageOf(document.getElementById('page-data')?.textContent ?? '');
const root = document.documentElement;

/** @param {string} name */
function setLanguage(name) {
  root.lang = name;
  document.title = page.title[language()];
  press('language', name);
}

/** @param {string} name */
function setColours(name) {
  root.dataset.theme = name;
  press('scheme', name);
}

/** Marks the chosen button of a switch, and tells links to other pages of the report. @param {'language' | 'scheme'} group @param {string} value */
function press(group, value) {
  for (const button of document.querySelectorAll(`button[data-${group}]`)) button.setAttribute('aria-pressed', String(button.getAttribute(`data-${group}`) === value));
  for (const link of document.querySelectorAll('a[data-page]')) {
    if (link instanceof HTMLAnchorElement) link.search = `?lang=${root.lang}&colours=${root.dataset.theme ?? 'auto'}`;
  }
}

/** The figure whose definition is shown. @type {Element | null} */
let explained = null;

/** Shows a figure's definition beside it and inside the window. @param {Element} figure */
function showTip(figure) {
  explained = figure;
  const tip = document.getElementById('tip');
  const definition = document.getElementById(figure.getAttribute('data-def') ?? '');
  if (tip === null || definition === null) return;
  tip.textContent = definition.innerText;
  tip.hidden = false;
  const { left, top, bottom } = figure.getBoundingClientRect();
  tip.style.left = `${Math.max(8, Math.min(left, innerWidth - tip.offsetWidth - 8))}px`;
  const isAbove = bottom + tip.offsetHeight + 12 > innerHeight && top > tip.offsetHeight + 12;
  tip.style.top = `${isAbove ? top - tip.offsetHeight - 6 : bottom + 6}px`;
}

function hideTip() {
  const tip = document.getElementById('tip');
  if (tip !== null) tip.hidden = true;
  explained = null;
}

/** @param {Event} event @returns {Element | null} */
function figureOf({ target }) {
  return target instanceof Element ? target.closest('[data-def]') : null;
}

document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element ? target.closest('button') : null;
  if (button === null) return;
  const { language: name, scheme, series, export: kind } = button.dataset;
  if (name !== undefined) {
    setLanguage(name);
    redrawAll();
    refillTables(page);
    // Names of columns are longer in one language than in the other.
    hintAtMore();
  } else if (scheme !== undefined) {
    setColours(scheme);
    redrawAll();
  } else if (series !== undefined) toggleSeries(button);
  else if (kind !== undefined) void exportChart(button, page);
  else if (button.classList.contains('sort')) sortBy(button);
});

for (const [start, end] of [['mouseover', 'mouseout'], ['focusin', 'focusout']]) {
  document.addEventListener(start ?? '', (event) => {
    const figure = figureOf(event);
    if (figure !== null) showTip(figure);
  });
  document.addEventListener(end ?? '', (event) => {
    if (figureOf(event) !== null) hideTip();
  });
}
document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') hideTip();
});
addEventListener('resize', hintAtMore);
// A figure that the focus moves to is scrolled into view: its definition goes with it.
addEventListener('scroll', () => {
  hintAtMore();
  if (explained !== null) showTip(explained);
}, { capture: true, passive: true });

// `toggle` does not bubble.
document.addEventListener('toggle', ({ target }) => {
  if (target instanceof HTMLDetailsElement && target.open) fillTable(target, page);
}, true);

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redrawAll);

const asked = new URLSearchParams(location.search);
const wanted = asked.get('lang') ?? navigator.language;
setLanguage(wanted.startsWith('zh') ? 'zh-CN' : 'en');
setColours(['light', 'dark'].find((name) => name === asked.get('colours')) ?? 'auto');
drawAll(page);
hintAtMore();
