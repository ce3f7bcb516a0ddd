// A chart as a file: drawn anew at a width of its own, with its title and legend, in the colours and the language of the page.

const EXPORT_WIDTH = 960;
/** Pixels of a PNG per pixel of the page. */
const DENSITY = 2;
const LEGEND_ROW = 24;

/** @param {DrawnChart} drawn @param {string} title */
function exportedSvg({ data, hidden }, title) {
  const option = optionOf(data, { language: language(), width: EXPORT_WIDTH, hidden });
  const legend = data.legend.length > 1 ? Math.ceil(data.legend.length / 5) * LEGEND_ROW : 0;
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: EXPORT_WIDTH, height: Math.max(data.height, 320) + 60 + legend });
  const isMap = 'visualMap' in option;
  chart.setOption({
    ...option,
    backgroundColor: colourOf('card'),
    title: { text: `${title}: ${data.title[language()]}`, left: 12, top: 10, textStyle: { fontSize: 16, color: colourOf('ink') } },
    legend: { ...partOf(option.legend), show: legend > 0, left: 'center', bottom: 8, width: EXPORT_WIDTH - 60, textStyle: { color: colourOf('ink') } },
    grid: { ...partOf(option.grid), left: 16, right: 24, top: 52, bottom: (isMap ? 52 : 16) + legend },
  });
  const text = chart.renderToSVGString();
  chart.dispose();
  return text;
}

/** @param {unknown} part */
function partOf(part) {
  return isObject(part) ? part : {};
}

/** @param {Blob} blob @param {string} name */
function saveFile(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** @param {Blob} svg @returns {Promise<Blob>} */
async function pngOf(svg) {
  const image = new Image();
  image.src = URL.createObjectURL(svg);
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width * DENSITY;
  canvas.height = image.height * DENSITY;
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(image.src);
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob === null ? reject(new Error('The browser could not draw the PNG')) : resolve(blob)), 'image/png'));
}

/** @param {HTMLButtonElement} button @param {PageData} page */
async function exportChart(button, page) {
  const drawn = drawnCharts.find(({ id }) => id === button.dataset.of);
  if (drawn === undefined) return;
  const title = page.title[language()];
  const svg = new Blob([exportedSvg(drawn, title)], { type: 'image/svg+xml' });
  const name = `${title.replaceAll(/[^\p{L}\p{N}_.-]+/gu, '-')}-${drawn.id}`;
  if (button.dataset.export === 'svg') saveFile(svg, `${name}.svg`);
  else saveFile(await pngOf(svg), `${name}.png`);
}
