/** `npm run docs`: writes the generated pages of docs/. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorsPage } from './errors-page.ts';
import { operatorsPage } from './operators-page.ts';

// npm runs scripts in the root of the repository.
const root = process.cwd();
const pages = { 'docs/operators.md': operatorsPage(), 'docs/errors.md': errorsPage(root) };
for (const [path, text] of Object.entries(pages)) {
  writeFileSync(join(root, path), text);
  process.stdout.write(`${path}\n`);
}
