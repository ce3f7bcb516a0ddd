import { describe, expect, test } from 'vitest';
import { runPage } from '../../../../src/runtime/report/run/run-page.ts';
import { madePortfolios } from '../portfolio/portfolio.ts';
import { idsTwice, lacking, matches, withoutScripts } from '../portfolio/page-text.ts';
import { madeRun, RECORD } from './made-run.ts';

describe('the page of a run', () => {
  const page = madeRun();

  test('has no id twice, though factors and signals have the same charts', () => {
    expect(idsTwice(page)).toEqual([]);
    expect(matches(page, /data-chart="([^"]+)"/g).length).toBe(new Set(matches(page, /data-chart="([^"]+)"/g)).size);
  });

  test('ends with what the run was made of: experiment, settings, steps with what they ran on, sources, warnings', () => {
    expect(lacking(page, 'experiments/made.yaml', '--set training.seeds=1', '/data/market', 'fullband 0.1.0', 'hf_gru: 3', '12.3', 'webasm', 'train hf_gru: few dates', 'b'.repeat(16), 'c'.repeat(16))).toEqual([]);
  });

  test('says that a market is simulated, and nothing of it where it is not', () => {
    expect(page).toContain('The market is simulated');
    expect(madeRun({ isSimulated: false })).not.toContain('The market is simulated');
  });

  test('leads to the pages of signals, portfolios and tests', () => {
    expect(lacking(page, 'href="factors/report.html"', 'href="signals/report.html"', 'href="signals/0.html"', 'href="portfolios/0.html"')).toEqual([]);
  });

  test('sets correlations beside the published ones where both factors have some', () => {
    expect(matches(page, /(\d+) correlations beside the published ones/g).length).toBeGreaterThan(0);
  });

  test('writes names, settings and warnings as text, never as HTML', () => {
    const evil = '<img src=x onerror=alert(1)>';
    const made = madeRun({ title: evil, experiment: evil, settings: [evil], store: evil, sources: { [evil]: evil }, seeds: { [evil]: 1 }, steps: [{ name: evil, hash: evil, seconds: 1, summary: evil, warnings: [evil], ran: { name: evil, reason: evil }, isKept: false }] });
    expect(withoutScripts(made)).not.toContain('<img');
  });

  test('of portfolios alone has neither tests nor their definitions', () => {
    const portfolios = madePortfolios(40);
    const alone = runPage({ record: RECORD, factors: null, signals: null, portfolios, hrefs: portfolios.map(() => '') });
    expect(alone).not.toContain('id="h-factors"');
    expect(alone).not.toContain('id="def-rankIcMean"');
    expect(alone).not.toContain('href=""');
    expect(idsTwice(alone)).toEqual([]);
  });
});
