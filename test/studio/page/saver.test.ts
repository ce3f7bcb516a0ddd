import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SaveRequest, SourceFile } from '../../../src/studio/api.ts';
import { Saver } from '../../../src/studio/page/saver.ts';

/** Files whose versions count their saves, as a server that refuses every other version has them. */
function opened(): { readonly type: (path: string, text: string) => void; readonly saver: Saver; readonly sent: SaveRequest[]; readonly answer: () => Promise<void>; readonly troubles: (string | null)[] } {
  const texts = new Map<string, string>();
  const kept = new Map<string, SourceFile>();
  const sent: SaveRequest[] = [];
  const troubles: (string | null)[] = [];
  const waiting: (() => void)[] = [];
  const files = {
    isChanged: (path: string) => kept.get(path)?.text !== texts.get(path),
    toKeep: (path: string) => texts.get(path) ?? '',
    version: (path: string) => kept.get(path)?.version ?? null,
    keptAs: (file: SourceFile) => void kept.set(file.path, file),
  };
  const write = (request: SaveRequest): Promise<SourceFile> => {
    sent.push(request);
    return new Promise((resolve, reject) => {
      waiting.push(() => (request.path === 'bad' ? reject(new Error('bad is refused')) : resolve({ path: request.path, text: request.text, version: String(sent.length) })));
    });
  };
  const saver = new Saver(files, write, { trouble: (problem) => troubles.push(problem), saved: () => undefined });
  return {
    saver, sent, troubles,
    type: (path, text) => {
      texts.set(path, text);
      saver.soon(path);
    },
    answer: async () => {
      waiting.shift()?.();
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

describe('what was typed is kept', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('each file at its own time', async () => {
    const { type, sent } = opened();
    type('a', '1');
    await vi.advanceTimersByTimeAsync(500);
    type('b', '2');
    await vi.advanceTimersByTimeAsync(300);
    expect(sent.map(({ path }) => path)).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(500);
    expect(sent.map(({ path }) => path)).toEqual(['a', 'b']);
  });

  test('at once when the page goes, and not a second time', async () => {
    const { type, saver, sent } = opened();
    type('a', '1');
    type('b', '2');
    saver.flush();
    expect(sent.map(({ path }) => path)).toEqual(['a', 'b']);
    await vi.advanceTimersByTimeAsync(2000);
    expect(sent).toHaveLength(2);
  });

  test('again after a save that is under way, with the version that it gave', async () => {
    const { type, sent, answer } = opened();
    type('a', '1');
    await vi.advanceTimersByTimeAsync(800);
    type('a', '12');
    await vi.advanceTimersByTimeAsync(800);
    expect(sent).toHaveLength(1);
    await answer();
    expect(sent[1]).toEqual({ path: 'a', text: '12', version: '1' });
    await answer();
    await vi.advanceTimersByTimeAsync(2000);
    expect(sent).toHaveLength(2);
  });

  test('and what could not be kept is said until it is', async () => {
    const { type, saver, troubles, answer } = opened();
    type('bad', '1');
    type('a', '1');
    saver.flush();
    await answer();
    await answer();
    expect(troubles).toEqual(['bad is refused', 'bad is refused']);
  });
});
