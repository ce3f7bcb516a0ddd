/** The engine as the page calls it. */
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

  constructor() {
    this.worker.addEventListener('message', (event: MessageEvent<Reply>) => {
      this.take(event.data);
    });
    this.worker.addEventListener('error', (event) => {
      for (const { failed } of this.waiting.values()) failed(new Error(event.message === '' ? 'the engine did not start' : event.message));
      this.waiting.clear();
    });
  }

  /** Asks; every part of the answer is told. Rejects if the engine cannot answer. */
  ask<Q extends Question>(question: Q, tell: (part: Parts[Q['kind']]) => void): Promise<void> {
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
