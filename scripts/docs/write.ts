/** `npm run docs`: writes what is generated in docs/. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorsPage } from './errors-page.ts';
import { withExplanations } from './explained.ts';
import { metricsPage } from './metrics-page.ts';
import { operatorsPage } from './operators-page.ts';

// npm runs scripts in the root of the repository.
const root = process.cwd();
const explained = 'docs/how-it-compiles.md';
const pages = {
  'docs/operators.md': operatorsPage(),
  'docs/errors.md': errorsPage(root),
  'docs/metrics.md': metricsPage(),
  [explained]: withExplanations(readFileSync(join(root, explained), 'utf8'), root),
};
for (const [path, text] of Object.entries(pages)) {
  writeFileSync(join(root, path), text);
  process.stdout.write(`${path}\n`);
}
