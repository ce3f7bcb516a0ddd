/** Which backends run, and why the others do not. */
import type { BackendProbe } from '../../../runtime/engine/backend.ts';
import { element, refill } from '../dom.ts';
import type { MachineFact } from '../host.ts';
import { say } from '../language.ts';
import { WORDS } from '../words.ts';
import type { Panel, Shown } from './panel.ts';

export class DoctorPanel implements Panel {
  readonly key = 'doctor';
  readonly title = WORDS.doctor;
  private readonly page = element('div', {}, element('p', { class: 'note' }, say(WORDS.waiting)));
  private readonly machine = element('div');
  readonly body = element('div', {}, element('h3', {}, say(WORDS.inPage)), this.page, this.machine);
  private probed = false;
  private used: string | null = null;
  private probes: readonly BackendProbe[] = [];

  constructor(
    private readonly probe: () => Promise<readonly BackendProbe[]>,
    private readonly facts: (() => Promise<readonly MachineFact[]>) | null,
  ) {}

  show({ day }: Shown): void {
    this.used = day?.ran ?? null;
    this.paint();
    if (this.probed) return;
    this.probed = true;
    this.probe().then(
      (probes) => {
        this.probes = probes;
        this.paint();
      },
      (error: unknown) => refill(this.page, element('p', { class: 'note' }, error instanceof Error ? error.message : String(error))),
    );
    this.facts?.().then(
      (facts) => refill(this.machine, element('h3', {}, say(WORDS.onMachine)), element('dl', { class: 'machine' }, ...facts.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))))),
      (error: unknown) => refill(this.machine, element('p', { class: 'note' }, error instanceof Error ? error.message : String(error))),
    );
  }

  private paint(): void {
    if (this.probes.length > 0) refill(this.page, element('ul', { class: 'plain backends' }, ...this.probes.map((one) => this.entry(one))));
  }

  private entry({ name, runs, device, reason, fix }: BackendProbe): HTMLElement {
    const state = name === this.used ? WORDS.chosen : runs ? WORDS.runs : WORDS.doesNotRun;
    return element(
      'li',
      { class: 'entry' },
      element('strong', {}, name),
      element('span', { class: `state ${runs ? 'good' : 'off'}` }, say(state)),
      ...[device, reason, fix].filter((part) => part !== null && part !== '').map((part) => element('p', { class: 'note' }, part)),
    );
  }
}
