/** The engine as the page calls it. */
import { say } from '../language.ts';
import { WORDS } from '../words.ts';
import type { Parts, Question, Reply, Sent } from './messages.ts';

interface Waiting {
  readonly part: (part: Parts[Question['kind']]) => void;
  readonly ended: () => void;
  readonly failed: (error: Error) => void;
}

export class EngineClient {
  private readonly worker = new Worker(new URL('./engine-worker.ts', import.meta.url), { type: 'module' });
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;
  /** Why the engine answers no more; null while it does. */
  private broken: Error | null = null;

  constructor() {
    this.worker.addEventListener('message', (event: MessageEvent<Reply>) => {
      this.take(event.data);
    });
    this.worker.addEventListener('error', (event) => {
      // Of a worker that could not be loaded browsers say nothing.
      const broken = new Error(event.message === '' ? say(WORDS.engineStopped) : `${say(WORDS.engineStopped)} (${event.message})`);
      this.broken = broken;
      for (const { failed } of this.waiting.values()) failed(broken);
      this.waiting.clear();
    });
  }

  /** Asks; every part of the answer is told. Rejects if the engine cannot answer. */
  ask<Q extends Question>(question: Q, tell: (part: Parts[Q['kind']]) => void): Promise<void> {
    // Nobody would answer: the days that the engine had are lost with it, so that only a new page helps.
    if (this.broken !== null) return Promise.reject(this.broken);
    this.asked++;
    const sent: Sent = { id: this.asked, question };
    return new Promise((resolve, reject) => {
      this.waiting.set(sent.id, { part: (part) => tell(part as Parts[Q['kind']]), ended: resolve, failed: reject });
      this.worker.postMessage(sent);
    });
  }

  private take(reply: Reply): void {
    const waiting = this.waiting.get(reply.id);
    if (waiting === undefined) return;
    if ('part' in reply) {
      waiting.part(reply.part);
      return;
    }
    this.waiting.delete(reply.id);
    if ('failed' in reply) waiting.failed(new Error(reply.failed));
    else waiting.ended();
  }
}
