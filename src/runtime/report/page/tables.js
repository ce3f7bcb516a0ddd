// Tables: the numbers of a chart, made when they are asked for, and sorting.

/** @param {HTMLDetailsElement} details @param {PageData} page */
function fillTable(details, page) {
  const place = details.querySelector('.scroll');
  const data = page.charts[details.dataset.table ?? ''];
  if (place === null || data === undefined) return;
  const columns = data.columns.filter(({ isHidden }) => isHidden !== true);
  const table = document.createElement('table');
  const head = table.createTHead().insertRow();
  for (const { title } of columns) {
    const cell = document.createElement('th');
    cell.scope = 'col';
    cell.textContent = title[language()];
    head.append(cell);
  }
  const body = table.createTBody();
  for (let row = 0; row < (columns[0]?.values.length ?? 0); row++) {
    const line = body.insertRow();
    for (const { form, values } of columns) {
      const cell = line.insertCell();
      cell.textContent = shown(values[row], form, language());
      if (form === 'text') cell.className = 'text';
    }
  }
  place.replaceChildren(table);
}

/** Tables that are open, in the language that was chosen. @param {PageData} page */
function refillTables(page) {
  for (const details of document.querySelectorAll('details[data-table]')) {
    if (details instanceof HTMLDetailsElement && details.open) fillTable(details, page);
  }
}

/** Says of tables that are wider than their place that they scroll, with a shadow on the side where more is: many systems show no scrollbar. */
function hintAtMore() {
  for (const hint of document.querySelectorAll('[data-more-of]')) {
    const place = document.getElementById(hint.getAttribute('data-more-of') ?? '');
    if (place === null || !(hint instanceof HTMLElement)) continue;
    hint.hidden = place.scrollWidth <= place.clientWidth + 1;
    place.classList.toggle('more', place.scrollLeft + place.clientWidth < place.scrollWidth - 1);
  }
}

/** Sorts the table of a heading by its column: numbers from the largest, names from A; then the other way round. @param {HTMLButtonElement} button */
function sortBy(button) {
  const head = button.closest('th');
  const table = button.closest('table');
  const body = table?.tBodies[0];
  if (head === null || table === null || body === undefined) return;
  const column = head.cellIndex;
  const rows = [...body.rows];
  const keys = new Map(rows.map((row) => [row, row.cells[column]?.dataset.value ?? '']));
  const isNumeric = rows.every((row) => keys.get(row) === '' || Number.isFinite(Number(keys.get(row))));
  const was = head.getAttribute('aria-sort');
  const isDescending = was === null ? isNumeric : was === 'ascending';
  const sign = isDescending ? -1 : 1;
  rows.sort((a, b) => {
    const [one, other] = [keys.get(a) ?? '', keys.get(b) ?? ''];
    // What is missing comes last either way.
    if (one === '' || other === '') return Number(one === '') - Number(other === '');
    return sign * (isNumeric ? Number(one) - Number(other) : one.localeCompare(other));
  });
  for (const cell of table.querySelectorAll('[aria-sort]')) cell.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', isDescending ? 'descending' : 'ascending');
  rows.forEach((row, i) => {
    const place = row.cells[0];
    if (place !== undefined) place.textContent = String(i + 1);
  });
  body.append(...rows);
}
