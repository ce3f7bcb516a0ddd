/** What the parts of the page's script share: they run in one scope, after ECharts. */
import type * as Echarts from 'echarts';
import type { ECharts } from 'echarts';

declare global {
  const echarts: typeof Echarts;

  interface Text {
    readonly en: string;
    readonly zh: string;
  }

  type Form = 'share' | 'number' | 'count' | 'text';

  interface Column {
    readonly key: string;
    readonly title: Text;
    readonly form: Form;
    readonly values: readonly (string | number | null | Text)[];
    readonly isHidden?: true;
  }

  interface ChartData {
    readonly title: Text;
    readonly columns: readonly Column[];
    readonly option: unknown;
    readonly legend: readonly Text[];
    readonly height: number;
  }

  interface PageData {
    readonly title: Text;
    readonly charts: Readonly<Record<string, ChartData>>;
  }

  /** What a drawing depends on besides its data. */
  interface Reader {
    readonly language: 'en' | 'zh';
    /** Of the plot, in pixels. */
    readonly width: number;
    /** Places of the legend that are switched off. */
    readonly hidden: ReadonlySet<number>;
  }

  interface DrawnChart {
    readonly id: string;
    readonly data: ChartData;
    readonly plot: HTMLElement;
    readonly chart: ECharts;
    readonly hidden: Set<number>;
  }
}
