/** Texts of the kernels. */
import { element } from '../dom.ts';
import { say } from '../language.ts';
import { WORDS } from '../words.ts';
import type { Panel, Shown } from './panel.ts';

export class KernelPanel implements Panel {
  readonly key = 'kernels';
  readonly title = WORDS.kernels;
  private readonly text = element('pre', { class: 'text kernel', tabindex: '0', role: 'region', 'aria-label': say(WORDS.kernels) });
  readonly body = element('div', {}, element('p', { class: 'note' }, say(WORDS.kernelNote)), this.text);

  show({ view }: Shown): void {
    this.text.textContent = view?.kernels ?? say(WORDS.lackFactor);
  }
}
