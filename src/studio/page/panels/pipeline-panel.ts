/** What the compiler makes of the factor: the typed tree, and where its steps run. */
import { element, refill } from '../dom.ts';
import { say } from '../language.ts';
import { flowPicture } from '../pictures/flow.ts';
import { typedTree } from '../pictures/typed-tree.ts';
import { WORDS } from '../words.ts';
import type { Panel, Shown } from './panel.ts';

const WIDEST = 720;

export class PipelinePanel implements Panel {
  readonly key = 'pipeline';
  readonly title = WORDS.pipeline;
  private readonly tree = element('div', { class: 'scroll whole', tabindex: '0', role: 'region', 'aria-label': say(WORDS.typed) });
  private readonly picture = element('div', { class: 'picture' });
  private readonly text = element('pre', { class: 'text', tabindex: '0' });
  private readonly note = element('p', { class: 'note', hidden: true }, say(WORDS.lackFactor));
  private readonly content: HTMLElement;
  readonly body: HTMLElement;
  private shown: Shown | null = null;

  constructor() {
    this.content = element(
      'div',
      { hidden: true },
      element('h3', {}, say(WORDS.flow)),
      this.picture,
      element('h3', {}, say(WORDS.typed)),
      element('p', { class: 'note' }, say(WORDS.typedNote)),
      this.tree,
      element('details', {}, element('summary', {}, say(WORDS.asText)), this.text),
    );
    this.body = element('div', {}, this.note, this.content);
    new ResizeObserver(() => this.paint()).observe(this.picture);
  }

  show(shown: Shown): void {
    this.shown = shown;
    const { view } = shown;
    this.note.hidden = view !== null;
    this.content.hidden = view === null;
    if (view === null) return;
    refill(this.tree, typedTree(view.typed));
    this.text.textContent = view.overview;
    this.paint();
  }

  private paint(): void {
    const view = this.shown?.view ?? null;
    const width = Math.min(WIDEST, this.picture.clientWidth);
    if (view === null || width === 0) return;
    if (view.steps === null) refill(this.picture, element('pre', { class: 'text', tabindex: '0' }, view.overview));
    else refill(this.picture, flowPicture(view.steps, `${view.factor}${view.unit === '1' ? '' : `  ${view.unit}`}`, width, `${say(WORDS.flow)}. ${say(WORDS.asText)}: ${view.overview}`));
  }
}
