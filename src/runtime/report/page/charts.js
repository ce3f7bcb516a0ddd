// Drawing the charts into their places, and again when the reader or the window changes.

/** Width of plots on paper, in pixels: A4 between its margins. */
const PAPER = 640;

/** @type {DrawnChart[]} */
const drawnCharts = [];

let isPrinting = false;

/** @returns {Reader['language']} */
function language() {
  return document.documentElement.lang === 'en' ? 'en' : 'zh';
}

/** @param {DrawnChart} drawn */
function redraw({ data, chart, hidden }) {
  chart.setOption(optionOf(data, { language: language(), width: chart.getWidth(), hidden }), { notMerge: true });
}

function redrawAll() {
  drawnCharts.forEach(redraw);
}

/** @param {PageData} page */
function drawAll(page) {
  const observer = new ResizeObserver((entries) => {
    if (isPrinting) return;
    for (const { target } of entries) {
      const drawn = drawnCharts.find(({ plot }) => plot === target);
      if (drawn !== undefined && drawn.chart.getWidth() !== target.clientWidth && target.clientWidth > 0) resize(drawn, target.clientWidth);
    }
  });
  for (const plot of document.querySelectorAll('[data-chart]')) {
    if (!(plot instanceof HTMLElement)) continue;
    const id = plot.dataset.chart ?? '';
    const data = page.charts[id];
    if (data === undefined) continue;
    const drawn = { id, data, plot, chart: echarts.init(plot, null, { renderer: 'svg' }), hidden: new Set() };
    drawnCharts.push(drawn);
    redraw(drawn);
    observer.observe(plot);
  }
  addEventListener('beforeprint', () => toPaper(true));
  addEventListener('afterprint', () => toPaper(false));
}

/** @param {DrawnChart} drawn @param {number} width */
function resize(drawn, width) {
  drawn.chart.resize({ width });
  redraw(drawn);
}

/** Paper has its own width and is light. @param {boolean} isPaper */
function toPaper(isPaper) {
  isPrinting = isPaper;
  document.documentElement.classList.toggle('paper', isPaper);
  for (const drawn of drawnCharts) {
    drawn.chart.resize({ width: isPaper ? PAPER : drawn.plot.clientWidth });
    redraw(drawn);
  }
}

/** Switches a series of a chart on or off with its button. @param {HTMLButtonElement} button */
function toggleSeries(button) {
  const plot = button.closest('article')?.querySelector('[data-chart]');
  const drawn = drawnCharts.find((one) => one.plot === plot);
  if (drawn === undefined) return;
  const place = Number(button.dataset.series);
  const isShown = drawn.hidden.delete(place);
  if (!isShown) drawn.hidden.add(place);
  button.setAttribute('aria-pressed', String(isShown));
  redraw(drawn);
}
