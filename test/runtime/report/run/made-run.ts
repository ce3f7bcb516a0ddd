/** The page of a run that was made up: factors, models and portfolios of chance. */
import { runPage, type ShownRecord } from '../../../../src/runtime/report/run/run-page.ts';
import { asModels, madeEvaluation } from '../evaluation.ts';
import { madePortfolios } from '../portfolio/portfolio.ts';

export const RECORD: ShownRecord = {
  name: 'made', title: 'A run that was made up', experiment: 'experiments/made.yaml', settings: ['training.seeds=1'], store: '/data/market', isSimulated: true,
  versions: { fullband: '0.1.0', node: '20.20.2', platform: 'linux x64', cores: 2 },
  sources: { 'experiments/made.yaml': 'a'.repeat(64), 'factors/minute/late_skew_ret.factor': 'b'.repeat(64) },
  steps: [
    { name: 'factors', hash: 'c'.repeat(64), seconds: 12.34, summary: '27 factors, 480 dates', warnings: [], ran: { name: 'webasm', reason: 'no GPU' }, isKept: false },
    { name: 'train hf_gru', hash: 'd'.repeat(64), seconds: 1, summary: '12 trainings', warnings: ['few dates'], ran: null, isKept: true },
  ],
  seeds: { hf_gru: 3 },
  written: '2026-01-02T03:04:05.678Z',
};

export function madeRun(record: Partial<ShownRecord> = {}): string {
  const [factors, signals] = [madeEvaluation({ days: 250 }), asModels(madeEvaluation({ names: ['hf_gru', 'lf_multitask', 'full_band'], days: 250 }))];
  const portfolios = madePortfolios(120);
  const hrefs = (evaluation: typeof factors): readonly string[] => evaluation.signals.map((_, i) => `signals/${String(i)}.html`);
  return runPage({
    record: { ...RECORD, ...record }, portfolios, hrefs: portfolios.map((_, i) => `portfolios/${String(i)}.html`),
    factors: { evaluation: factors, hrefs: hrefs(factors), href: 'factors/report.html' },
    signals: { evaluation: signals, hrefs: hrefs(signals), href: 'signals/report.html' },
  });
}
