/**
 * The engine's thread, so that typing never waits for a computation. Every question is begun when it comes, and they take turns between days and between answers:
 * values of a new text do not wait for the end of a test. Each sets its texts and compiles them in one turn, so that none sees those of another.
 */
import { LiveEngine } from '../../../runtime/live/live-engine.ts';
import { LiveSession } from '../../../runtime/live/live-session.ts';
import { unpackDay } from '../../../runtime/live/packed-day.ts';
import { openPageBackend, probePageBackends } from '../../../runtime/engine/page-backends.ts';
import { nextTurn } from '../../../runtime/engine/next-turn.ts';
import { decodeDays } from '../../../runtime/store/day-format.ts';
import type { MinuteData } from '../../../runtime/store/minute-data.ts';
import type { Parts, Question, Reply, Sent } from './messages.ts';

const session = openPageBackend().then((opened) => new LiveSession(new LiveEngine(opened.backend, opened.backend === null ? opened.why : '', () => performance.now())));

/** The last question about values: answers to those before it are not wanted any more. */
let newest = 0;

function send(reply: Reply): void {
  self.postMessage(reply);
}

async function* answers(id: number, question: Question): AsyncGenerator<Parts[Question['kind']], void> {
  const live = await session;
  switch (question.kind) {
    case 'day':
      for (const day of await unpacked(question)) live.setDay(day, question.adjustments);
      yield null;
      return;
    case 'values':
      // Others may have come while the engine was opened.
      if (newest !== id) return;
      live.setTexts(question.texts);
      for await (const answer of live.values(question.asked, question.date)) {
        yield answer;
        await nextTurn();
        if (newest !== id) return;
      }
      return;
    case 'intraday':
      live.setTexts(question.texts);
      yield live.intraday(question.asked, question.date, question.symbol);
      return;
    case 'test': {
      live.setTexts(question.texts);
      const result = await live.test(question.asked, (done, total) => send({ id, part: { done, total } }));
      yield { result };
      return;
    }
    case 'doctor':
      yield await probePageBackends();
      return;
  }
}

async function unpacked({ date, day }: Extract<Question, { kind: 'day' }>): Promise<readonly MinuteData[]> {
  if (day.form === 'plain') return decodeDays(day.bytes);
  const stream = new Blob([day.bytes.slice()]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return [unpackDay(new Uint8Array(await new Response(stream).arrayBuffer()), date, day.symbols)];
}

async function answer({ id, question }: Sent): Promise<void> {
  if (question.kind === 'values') newest = id;
  try {
    for await (const part of answers(id, question)) send({ id, part });
    send({ id, ended: true });
  } catch (error) {
    send({ id, failed: error instanceof Error ? error.message : String(error) });
  }
}

self.addEventListener('message', (event: MessageEvent<Sent>) => void answer(event.data));
