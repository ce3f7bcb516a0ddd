/**
 * A chart as plain data: its numbers as columns of a table, and how ECharts draws them. What depends on the reader (language, colours, width) stands in the
 * options as marks, which the page replaces: a Text, `{ $colour }`, `{ $format }`, `{ $wide, narrow, from }` (what wide and narrow plots have, wide being at least `from` pixels), `{ $draw }`.
 */
import type { FigureForm } from '../evaluate/figures.ts';
import { rounded } from './format.ts';
import { LAYER_STEPS, LINE_COLOURS } from './palette.ts';
import { both, type Text } from './text.ts';

export type Option = null | boolean | number | string | Text | readonly Option[] | { readonly [key: string]: Option };
/** Options of one thing, such as a series or an axis. */
export interface Options {
  readonly [key: string]: Option;
}

/** A column of a chart's numbers, and of the table below the chart. */
export interface Column {
  /** What series call it. */
  readonly key: string;
  readonly title: Text;
  readonly form: FigureForm | 'text';
  readonly values: readonly (string | number | null | Text)[];
  /** Needed to draw, of no meaning to a reader. */
  readonly isHidden?: true;
}

/** An entry of the legend: a series that can be switched off. */
export interface LegendEntry {
  readonly name: Text;
  /** Name of a colour of the page. */
  readonly colour: string;
  readonly dash: Dash;
}

export type Dash = 'solid' | 'dashed' | 'dotted';
const DASHES: readonly Dash[] = ['solid', 'dashed', 'dotted'];

export interface Chart {
  /** Unique on a page; names the files that are exported. */
  readonly id: string;
  readonly title: Text;
  /** What it shows of this signal, in a sentence: all that somebody gets who cannot see it. */
  readonly summary: Text;
  /** How it is computed, where the title does not say. */
  readonly note?: Text;
  /** In pixels. */
  readonly height: number;
  /** Whether it needs the width of the page. */
  readonly isWide?: true;
  readonly columns: readonly Column[];
  readonly legend: readonly LegendEntry[];
  /** Null where there is nothing to draw. */
  readonly option: Options | null;
}

/** Height of most charts. */
export const HEIGHT = 320;

export function colour(name: string): Options {
  return { $colour: name };
}

/** Text of a number on an axis or in a tooltip. */
export function format(form: FigureForm | 'text', place: 'axis' | 'value'): Options {
  return { $format: form, place };
}

/** Colour and dash of the nth line of many. */
export function lineLook(index: number): { readonly colour: string; readonly dash: Dash } {
  return { colour: `line${String(index % LINE_COLOURS)}`, dash: DASHES[Math.floor(index / LINE_COLOURS) % DASHES.length] ?? 'solid' };
}

/** Colour of a layer, TOP being 0. */
export function layerColour(index: number, count: number): string {
  return `layer${String(count < 2 ? 0 : Math.round((index * (LAYER_STEPS - 1)) / (count - 1)))}`;
}

export function textColumn(key: string, title: Text, values: readonly (string | Text)[]): Column {
  return { key, title, form: 'text', values };
}

export function numberColumn(key: string, title: Text, form: FigureForm, values: readonly (number | null | undefined)[]): Column {
  return { key, title, form, values: values.map(rounded) };
}

export function dateColumn(dates: readonly string[]): Column {
  return textColumn('date', both('Date', '日期'), dates);
}

export const CATEGORY_AXIS: Options = { type: 'category', axisLabel: { hideOverlap: true } };

export function valueAxis(name: Text, form: FigureForm, more: Options = {}): Options {
  return { type: 'value', name, axisLabel: { formatter: format(form, 'axis'), hideOverlap: true }, ...more };
}

/** Options that every series has: its name, its colour, what it draws of the columns. */
export interface SeriesLook {
  readonly name: Text;
  readonly colour: string;
  readonly x: string;
  readonly y: string;
  readonly form: FigureForm;
}

export function lineSeries({ name, colour: ink, x, y, form }: SeriesLook, { dash = 'solid', width = 1.6, ...more }: { readonly dash?: Dash; readonly width?: number } & Options = {}): Options {
  return {
    type: 'line', name, showSymbol: false, connectNulls: true, encode: { x, y }, tooltip: { valueFormatter: format(form, 'value') },
    lineStyle: { width, type: dash, color: colour(ink) }, itemStyle: { color: colour(ink) }, emphasis: { focus: 'series' }, ...more,
  };
}

export function barSeries({ name, colour: ink, x, y, form }: SeriesLook, more: Options = {}): Options {
  return { type: 'bar', name, encode: { x, y }, tooltip: { valueFormatter: format(form, 'value') }, itemStyle: { color: colour(ink) }, ...more };
}

export function entry({ name, colour: ink }: SeriesLook, dash: Dash = 'solid'): LegendEntry {
  return { name, colour: ink, dash };
}

/** A chart without numbers keeps its place and says why. */
export function emptyChart(id: string, title: Text, why: Text): Chart {
  return { id, title, summary: why, height: 0, columns: [], legend: [], option: null };
}
