import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { checkProject } from '../../../src/dsl/check.ts';
import { loadProject } from '../../../src/dsl/load-project.ts';
import { evaluateFactors, parseSteps } from '../../../src/runtime/evaluate/index.ts';
import { writeReport } from '../../../src/runtime/report/index.ts';
import { importFiles } from '../../../src/runtime/store/import.ts';
import { memoryReader } from '../../dsl/memory-reader.ts';
import { openBrowser, whyNoBrowser } from '../../support/browser.ts';
import { axeViolations, chartsOf, lookAt } from '../../support/pages.ts';
import { ROOT } from '../../support/sources.ts';
import { compute } from '../engine/stores.ts';
import { REAL_FILES, describeWithRealFiles, freshFolder } from '../store/support.ts';

/** All of it takes half a minute: a short run has other pages in a browser, and the same figures without pages. */
const FULL = process.env.FULLBAND_TEST === 'full';
const NAMES = ['reversal_20', 'turnover_20', 'amount_20'];

describeWithRealFiles('300 real stocks from vendor file to report', () => {
  const why = whyNoBrowser();
  test.runIf(FULL && why === null)(`reversal, turnover and amount of 20 days: computed, tested, and pages without an error or an axe violation${why === null ? '' : ` (${why})`}`, async () => {
    const store = await freshFolder();
    await importFiles({ store, mapping: { preset: 'baostock-daily' }, files: [REAL_FILES.daily] });
    const texts = Object.fromEntries(NAMES.map((name) => [`${name}.factor`, readFileSync(join(ROOT, `factors/daily/${name}.factor`), 'utf8')]));
    const { factors } = checkProject(loadProject(Object.keys(texts), memoryReader(texts)));
    const { out } = await compute({ store, factors });
    // The file has no industries: size is what can be taken out.
    const evaluation = await evaluateFactors({ store, values: out, directions: new Map(factors.map(({ name, direction }) => [name, direction])), settings: { steps: parseSteps('winsorize,neutralize(cap),zscore') } });
    expect(evaluation.signals.map(({ name }) => name)).toEqual(['reversal_20', 'turnover_20', 'amount_20', 'equal_weight', 'icir_weight']);
    for (const { name, figures } of evaluation.signals) {
      expect(figures.rankIcMean, name).not.toBeNull();
      expect(Math.abs(figures.rankIcMean ?? NaN), name).toBeLessThan(0.15);
    }
    const folder = await freshFolder();
    const paths = await writeReport(evaluation, folder);
    expect(paths).toHaveLength(6);
    const browser = await openBrowser();
    try {
      for (const path of paths) {
        await lookAt(browser, pathToFileURL(path).href, { width: 1280, colours: 'light', language: 'en' }, async (page) => {
          const { all, drawn } = await chartsOf(page);
          // One chart has nothing to show without industries, and says so.
          expect(all - drawn, path).toBeLessThanOrEqual(1);
          expect(drawn, path).toBeGreaterThan(2);
          expect(await axeViolations(page), path).toEqual([]);
        });
      }
    } finally {
      await browser.close();
    }
  }, 240_000);
});
