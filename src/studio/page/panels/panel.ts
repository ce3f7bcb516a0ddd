/** One tab of the results. */
import type { FactorView } from '../../../compiler/explain/view.ts';
import type { DayAnswer } from '../../../runtime/live/day-answer.ts';
import type { Lack } from '../../../runtime/live/live-session.ts';
import type { Text } from '../../../runtime/report/text.ts';

/** What a result belongs to: a result of another one says nothing about it. */
export interface Subject {
  readonly path: string;
  /** Null: no factor passes. */
  readonly name: string | null;
  readonly text: string;
}

/** Why a panel is told. */
export type ShowReason = 'front' | 'changed' | 'saved';

/** What panels show: the factor as it is now and its values. */
export interface Shown {
  readonly view: FactorView | null;
  readonly day: DayAnswer | null;
  /** `experiment`: what is open is no factor. */
  readonly lack: Lack | 'experiment' | null;
  /** Why values of a server did not come; null otherwise. */
  readonly problem: string | null;
  /** The stock that the reader chose last; null: the first. */
  readonly symbol: string | null;
  readonly subject: Subject;
}

export interface Panel {
  readonly key: string;
  readonly title: Text;
  readonly body: HTMLElement;
  /** Something changed, a file was saved, or the panel has come to the front. Only the panel in front is told. */
  show(shown: Shown, reason: ShowReason): void;
}
