/** What the page and its engine, which runs on a thread of its own, say to each other. */
import type { BackendProbe } from '../../../runtime/engine/backend.ts';
import type { IntradayPicture } from '../../../runtime/live/intraday.ts';
import type { FactorAsked, LiveAnswer } from '../../../runtime/live/live-session.ts';
import type { FirstLook } from '../../../runtime/live/first-look.ts';

export type Texts = ReadonlyMap<string, string>;

/** A day as the host has it: bytes of packed-day.ts, whose stocks are places in `symbols`, or of day-format.ts. */
export type DayBytes = { readonly form: 'packed'; readonly bytes: Uint8Array; readonly symbols: readonly string[] } | { readonly form: 'plain'; readonly bytes: Uint8Array };

/** What can be asked. */
export type Question =
  | { readonly kind: 'day'; readonly date: string; readonly day: DayBytes; readonly adjustments: ReadonlyMap<string, number> }
  | { readonly kind: 'values'; readonly texts: Texts; readonly asked: FactorAsked; readonly date: string }
  | { readonly kind: 'intraday'; readonly texts: Texts; readonly asked: FactorAsked; readonly date: string; readonly symbol: string | null }
  | { readonly kind: 'test'; readonly texts: Texts; readonly asked: FactorAsked }
  | { readonly kind: 'doctor' };

/** Parts of the answer to each; the last one is followed by the end. */
export interface Parts {
  readonly day: null;
  readonly values: LiveAnswer;
  readonly intraday: IntradayPicture | null;
  readonly test: { readonly done: number; readonly total: number } | { readonly result: FirstLook | null };
  readonly doctor: readonly BackendProbe[];
}

export interface Sent {
  readonly id: number;
  readonly question: Question;
}

export type Reply = { readonly id: number } & ({ readonly part: Parts[Question['kind']] } | { readonly ended: true } | { readonly failed: string });
