// From the options of a chart, with marks for what depends on the reader, to those that ECharts draws.

const MISSING = '–';
/** Narrower plots show less, unless a mark says from which width on. */
const WIDE = 520;
// Without quotes, which ECharts would put as they are into an attribute of an exported SVG.
const FONT = 'system-ui, Segoe UI, Roboto, Noto Sans, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif';

/**
 * @param {unknown} value
 * @returns {value is Readonly<Record<string, unknown>>}
 */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * @param {unknown} value
 * @returns {value is Text}
 */
function isText(value) {
  return isObject(value) && typeof value.en === 'string' && typeof value.zh === 'string';
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A colour of the page as it is now. @param {string} name */
function colourOf(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/**
 * @param {unknown} value
 * @param {unknown} form
 * @param {Reader['language']} language
 * @returns {string}
 */
function shown(value, form, language) {
  if (isText(value)) return value[language];
  if (typeof value === 'string') return value;
  if (typeof value !== 'number' || !Number.isFinite(value)) return MISSING;
  if (form === 'share') return `${fixed(value * 100, 2)}%`;
  return fixed(value, form === 'count' || Math.abs(value) >= 1000 ? 0 : 3);
}

/** Without the sign of a zero. @param {number} value @param {number} digits */
function fixed(value, digits) {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text;
}

/** Ticks of axes are round: as few digits as they need. @param {unknown} value @param {unknown} form */
function tick(value, form) {
  if (typeof value !== 'number') return String(value);
  return form === 'share' ? `${Number((value * 100).toPrecision(6))}%` : String(Number(value.toPrecision(6)));
}

/**
 * @param {Readonly<Record<string, unknown>>} mark
 * @param {ChartData} data
 * @param {Reader} reader
 */
function formatter(mark, data, reader) {
  const { $format: form, place } = mark;
  if (form === 'cell') return (/** @type {{ dataIndex: number }} */ { dataIndex }) => cellTip(data, dataIndex, reader.language);
  if (form === 'cellLabel') return (/** @type {{ dataIndex: number }} */ { dataIndex }) => cellLabel(data, dataIndex);
  return place === 'axis' ? (/** @type {unknown} */ value) => tick(value, form) : (/** @type {unknown} */ value) => shown(value, form, reader.language);
}

/** HTML of the row of a cell or point. @param {ChartData} data @param {number} row @param {Reader['language']} language */
function cellTip(data, row, language) {
  return data.columns.map(({ title, form, values }) => `${escaped(title[language])}: <b>${escaped(shown(values[row], form, language))}</b>`).join('<br>');
}

/** A number so short that it fits its cell. @param {ChartData} data @param {number} row */
function cellLabel(data, row) {
  const column = data.columns.at(-1);
  const value = column?.values[row];
  if (typeof value !== 'number') return '';
  return column?.form === 'share' ? fixed(value * 100, 1) : fixed(value, 2);
}

/** A line from the lower to the upper end of an interval, with ends. @param {string} ink */
function intervalDrawing(ink) {
  return (/** @type {unknown} */ _, /** @type {{ value(of: string): number, coord(at: number[]): number[] }} */ api) => {
    const [x = 0, low = 0] = api.coord([api.value('layer'), api.value('low')]);
    const [, high = 0] = api.coord([api.value('layer'), api.value('high')]);
    const style = { stroke: ink, lineWidth: 1.5 };
    const line = (/** @type {number} */ x1, /** @type {number} */ y1, /** @type {number} */ x2, /** @type {number} */ y2) => ({ type: 'line', shape: { x1, y1, x2, y2 }, style });
    return { type: 'group', children: [line(x, low, x, high), line(x - 6, low, x + 6, low), line(x - 6, high, x + 6, high)] };
  };
}

/**
 * Replaces the marks.
 * @param {unknown} value
 * @param {ChartData} data
 * @param {Reader} reader
 * @returns {unknown}
 */
function resolved(value, data, reader) {
  if (Array.isArray(value)) return value.map((/** @type {unknown} */ one) => resolved(one, data, reader));
  if (!isObject(value)) return value;
  if (isText(value)) return value[reader.language];
  if (typeof value.$colour === 'string') return colourOf(value.$colour);
  if ('$format' in value) return formatter(value, data, reader);
  if ('$wide' in value) return reader.width >= (typeof value.from === 'number' ? value.from : WIDE) ? value.$wide : (value.narrow ?? false);
  if (value.$draw === 'interval') return intervalDrawing(colourOf(String(value.colour)));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolved(one, data, reader)]));
}

/**
 * Options of one axis on top of what all of its kind have.
 * @param {unknown} axis
 */
function finishedAxis(axis) {
  if (!isObject(axis)) return axis;
  const isCategory = axis.type === 'category';
  const [ink, grid] = [colourOf('muted'), colourOf('grid')];
  const label = isObject(axis.axisLabel) ? axis.axisLabel : {};
  return {
    nameTextStyle: { color: ink, align: axis.nameLocation === 'middle' ? 'center' : 'left' },
    axisLine: { show: isCategory, onZero: false, lineStyle: { color: grid } },
    axisTick: { show: false },
    splitLine: { show: !isCategory, lineStyle: { color: grid } },
    ...axis,
    axisLabel: { color: ink, fontSize: 11, ...label },
  };
}

/**
 * @param {ChartData} data
 * @param {Reader} reader
 * @returns {Readonly<Record<string, unknown>>}
 */
function optionOf(data, reader) {
  const own = resolved(data.option, data, reader);
  if (!isObject(own)) return {};
  const names = data.legend.map((name) => name[reader.language]);
  const source = Object.fromEntries(data.columns.map(({ key, values }) => [key, values.map((value) => (isText(value) ? value[reader.language] : value))]));
  const tooltip = isObject(own.tooltip) ? own.tooltip : { trigger: 'axis' };
  const map = isObject(own.visualMap) ? { visualMap: { textStyle: { color: colourOf('muted') }, ...own.visualMap } } : {};
  return {
    ...own,
    ...map,
    animation: false,
    textStyle: { fontFamily: FONT, color: colourOf('ink') },
    grid: { left: 4, right: 30, top: 8, bottom: isObject(own.visualMap) ? 40 : 4, outerBoundsMode: 'same' },
    legend: { show: false, data: names, selected: Object.fromEntries(names.map((name, i) => [name, !reader.hidden.has(i)])) },
    tooltip: { confine: true, backgroundColor: colourOf('card'), borderColor: colourOf('grid'), textStyle: { color: colourOf('ink'), fontSize: 12 }, ...tooltip },
    dataset: { source },
    xAxis: finishedAxis(own.xAxis),
    yAxis: finishedAxis(own.yAxis),
  };
}
