/** The files, by folder: their names in words where they have one. */
import { element, refill } from './dom.ts';
import type { ListedFile } from './project.ts';

export function listFiles(place: HTMLElement, files: readonly ListedFile[], current: string, open: (path: string) => void): void {
  const folders = [...new Set(files.map(({ folder }) => folder))];
  refill(
    place,
    ...folders.map((folder) =>
      element(
        'section',
        {},
        folders.length < 2 || folder === '' ? null : element('h3', {}, folder),
        element('ul', { class: 'plain files' }, ...files.filter((file) => file.folder === folder).map((file) => element('li', {}, entry(file, current, open)))),
      ),
    ),
  );
}

function entry({ path, name, title, isChanged }: ListedFile, current: string, open: (path: string) => void): HTMLElement {
  return element(
    'button',
    { type: 'button', class: 'file', 'aria-current': path === current ? 'true' : null, onclick: () => open(path) },
    element('span', { class: 'title' }, title === '' ? name : title),
    element('span', { class: 'name' }, `${name}${isChanged ? ' ●' : ''}`),
  );
}
