/** Charts of the page: ECharts with the palette of the page, painted again when colours or sizes change. */
import { BarChart, CandlestickChart, LineChart, ScatterChart } from 'echarts/charts';
import { DataZoomComponent, GridComponent, LegendComponent, MarkAreaComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import type { EChartsOption } from 'echarts/types/dist/shared';
import { colour, onColours } from '../colours.ts';
import { element } from '../dom.ts';

use([BarChart, CandlestickChart, LineChart, ScatterChart, DataZoomComponent, GridComponent, LegendComponent, MarkAreaComponent, TooltipComponent, CanvasRenderer]);

export type MakeOption = () => EChartsOption;

/** A chart and where it is painted. */
export class Chart {
  readonly place: HTMLElement;
  private chart: EChartsType | null = null;
  private make: MakeOption | null = null;

  constructor(height: number) {
    this.place = element('div', { class: 'plot', style: `height:${String(height)}px`, role: 'img' });
    new ResizeObserver(() => this.paint()).observe(this.place);
    onColours(() => this.paint());
  }

  /** @param summary what the picture says, for those who do not see it */
  show(summary: string, make: MakeOption): void {
    this.place.setAttribute('aria-label', summary);
    this.make = make;
    this.paint();
  }

  private paint(): void {
    const { place, make } = this;
    // A place that is not shown has no size.
    if (make === null || place.clientWidth === 0) return;
    this.chart ??= init(place, null, { renderer: 'canvas' });
    this.chart.resize();
    this.chart.setOption(make(), { notMerge: true });
  }
}

/** Axes, grid and texts that all charts share. */
export function axisStyle(): { readonly axisLine: object; readonly axisTick: object; readonly axisLabel: object; readonly splitLine: object } {
  return {
    axisLine: { lineStyle: { color: colour('grid') } },
    axisTick: { show: false },
    axisLabel: { color: colour('muted'), fontSize: 11, hideOverlap: true },
    splitLine: { lineStyle: { color: colour('grid'), opacity: 0.6 } },
  };
}

export function tooltipStyle(): { readonly backgroundColor: string; readonly borderColor: string; readonly textStyle: object; readonly confine: true } {
  return { backgroundColor: colour('card'), borderColor: colour('muted'), textStyle: { color: colour('ink'), fontSize: 12 }, confine: true };
}
