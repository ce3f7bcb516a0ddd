import { describe, expect, test } from 'vitest';
import { BackendUnavailable, type Backend } from '../../../src/runtime/engine/backends.ts';
import { LiveEngine } from '../../../src/runtime/live/live-engine.ts';
import { LiveSession, type LiveAnswer } from '../../../src/runtime/live/live-session.ts';
import { firstLook } from '../../../src/runtime/live/first-look.ts';
import { spreadOf } from '../../../src/runtime/live/spread.ts';
import { hurtingMinuteData } from '../../oracle/hurting-days.ts';
import { withBackend } from '../../support/engines.ts';

const DATA = hurtingMinuteData(40, 7);
const LATE = 'factor late { from minute direction -1 value sum(amount, window=late) / sum(amount) }\nfactor heavy { from minute direction 1 value count(ret < 0 and top(volume, 20%)) / 48 }\n';

async function answersOf(session: LiveSession, asked: { readonly path: string; readonly factor: string | null }, date = DATA.date): Promise<readonly LiveAnswer[]> {
  const answers: LiveAnswer[] = [];
  for await (const answer of session.values(asked, date)) answers.push(answer);
  return answers;
}

function sessionOn(backend: Backend | null): LiveSession {
  const session = new LiveSession(new LiveEngine(backend, 'nothing runs here', () => performance.now()));
  session.setDay(DATA, new Map());
  session.setTexts(new Map([['f.factor', LATE], ['broken.factor', 'factor x { from minute value nonsense }'], ['days.factor', 'factor d { from daily direction -1 value ret }']]));
  return session;
}

describe('a session of somebody who types', () => {
  test('gives values of kernels that agree with the reference, and of the reference alone where no kernel runs', async () => {
    const [exact] = await answersOf(sessionOn(null), { path: 'f.factor', factor: 'heavy' });
    expect(exact).toMatchObject({ factors: ['late', 'heavy'], lack: null, view: { factor: 'heavy' }, day: { ran: 'reference', why: 'nothing runs here', final: true } });
    await withBackend('webasm', async (backend) => {
      const answers = await answersOf(sessionOn(backend), { path: 'f.factor', factor: 'heavy' });
      const last = answers.at(-1)?.day;
      expect(last).toMatchObject({ ran: 'webasm', final: true });
      last?.values.forEach((value, i) => {
        const own = exact?.day?.values[i] ?? null;
        if (own === null) expect(value).toBeNull();
        else expect(Math.abs((value ?? NaN) - own)).toBeLessThanOrEqual(1e-5 + 1e-4 * Math.abs(own));
      });
    });
  });

  test('says what it lacks: a factor without errors, tables, the day', async () => {
    const session = sessionOn(null);
    expect(await answersOf(session, { path: 'broken.factor', factor: null })).toMatchObject([{ lack: 'factor', view: null, day: null }]);
    expect(await answersOf(session, { path: 'days.factor', factor: null })).toMatchObject([{ lack: 'tables', view: { factor: 'd', table: 'daily' }, day: null }]);
    expect(await answersOf(session, { path: 'f.factor', factor: null }, '1999-01-04')).toMatchObject([{ lack: 'day', view: { factor: 'late' } }]);
  });

  test('falls back to the reference, and says why, where a kernel cannot be built', async () => {
    await withBackend('webasm', async (backend) => {
      const gpu = Object.create(backend.gpu, { createKernel: { value: () => { throw new BackendUnavailable('webasm', 'it is out of memory', 'wait'); } } }) as Backend['gpu'];
      const answers = await answersOf(sessionOn({ ...backend, gpu }), { path: 'f.factor', factor: null });
      expect(answers.at(-1)?.day).toMatchObject({ ran: 'reference', final: true, why: expect.stringContaining('not webasm: The backend webasm cannot run here: it is out of memory') as string });
    });
  });

  test('a stock as a picture has the windows and the chosen bars of the factor', () => {
    const picture = sessionOn(null).intraday({ path: 'f.factor', factor: 'heavy' }, DATA.date, DATA.symbols[1] ?? '');
    expect(picture).toMatchObject({ symbol: DATA.symbols[1], windows: [] });
    expect(picture?.marks.map(({ text }) => text)).toContain('top(volume, 20%)');
    expect(picture?.marks.find(({ text }) => text === 'top(volume, 20%)')?.rows.length).toBe(48);
    expect(sessionOn(null).intraday({ path: 'f.factor', factor: 'late' }, DATA.date, null)?.windows).toEqual([{ text: 'late', firstRow: 210, endRow: 240 }]);
    expect(sessionOn(null).intraday({ path: 'f.factor', factor: 'late' }, DATA.date, 'nobody')).toBeNull();
  });
});

describe('figures of a day and of some days', () => {
  test('a spread counts every value once, also those far out', () => {
    const values = Float64Array.from({ length: 200 }, (_, i) => (i === 0 ? 1e6 : i === 1 ? NaN : i / 100));
    const { stocks, missing, bins, most } = spreadOf(values);
    expect([stocks, missing, most]).toEqual([199, 1, 1e6]);
    expect(bins.reduce((sum, bin) => sum + bin.stocks, 0)).toBe(199);
    expect(spreadOf(new Float64Array(3).fill(NaN))).toMatchObject({ stocks: 0, missing: 3, mean: null, std: null, bins: [] });
    expect(spreadOf(Float64Array.of(2, 2)).bins).toEqual([{ from: 2, to: 2, stocks: 2 }]);
  });

  test('a factor that knows the return has a RankIC of 1 and layers in its order', () => {
    const forward = Float64Array.from({ length: 50 }, (_, i) => (i - 25) / 1000);
    const { rankIc, mean, layers } = firstLook([{ date: '2024-01-02', signal: forward.map((value) => value * 3), forward }, { date: '2024-01-03', signal: forward.map((value) => -value), forward }]);
    expect(rankIc).toEqual([{ date: '2024-01-02', value: 1 }, { date: '2024-01-03', value: -1 }]);
    expect(mean).toBe(0);
    expect(layers.growth.map(([first]) => first ?? 0)).toEqual([...layers.growth.map(([first]) => first ?? 0)].sort((a, b) => b - a));
  });
});
