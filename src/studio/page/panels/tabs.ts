/** Tabs of the results: arrows go along them, as the pattern of the W3C has it. */
import { element } from '../dom.ts';
import { say } from '../language.ts';
import { WORDS } from '../words.ts';
import type { Panel } from './panel.ts';

export class Tabs {
  readonly place: HTMLElement;
  private readonly tabs: readonly HTMLButtonElement[];
  private readonly pages: readonly HTMLElement[];
  private current = 0;

  /** @param shown hears which panel has come to the front */
  constructor(
    private readonly panels: readonly Panel[],
    private readonly shown: (panel: Panel) => void,
  ) {
    this.tabs = panels.map(({ key, title }, i) => element('button', { type: 'button', role: 'tab', id: `tab-${key}`, 'aria-controls': `panel-${key}`, onclick: () => this.select(i), onkeydown: (event) => this.move(event, i) }, say(title)));
    this.pages = panels.map(({ key, body }) => element('div', { role: 'tabpanel', id: `panel-${key}`, 'aria-labelledby': `tab-${key}`, tabindex: '0', hidden: true }, body));
    this.place = element('section', { class: 'results card', 'aria-label': say(WORDS.results) }, element('div', { role: 'tablist', 'aria-label': say(WORDS.results) }, ...this.tabs), ...this.pages);
    this.mark();
  }

  get front(): Panel | null {
    return this.panels[this.current] ?? null;
  }

  open(key: string): void {
    this.select(Math.max(0, this.panels.findIndex((panel) => panel.key === key)));
  }

  private select(index: number): void {
    this.current = index;
    this.mark();
    const { front } = this;
    if (front !== null) this.shown(front);
  }

  private mark(): void {
    this.tabs.forEach((tab, i) => {
      tab.setAttribute('aria-selected', String(i === this.current));
      tab.tabIndex = i === this.current ? 0 : -1;
    });
    this.pages.forEach((page, i) => {
      page.hidden = i !== this.current;
    });
  }

  private move(event: Event, index: number): void {
    if (!(event instanceof KeyboardEvent)) return;
    const count = this.tabs.length;
    const to = { ArrowRight: index + 1, ArrowLeft: index - 1 + count, Home: 0, End: count - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.select(to % count);
    this.tabs[to % count]?.focus();
  }
}
