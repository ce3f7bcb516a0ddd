/**
 * Colours of light and dark pages. Lines have those of Okabe and Ito (2008), which people tell apart with any colour vision, darkened or lightened until they
 * stand out from the page; layers and heat maps go from blue over grey to orange.
 */
interface Palette {
  readonly page: string;
  readonly card: string;
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  readonly accent: string;
  /** Lines and bars. */
  readonly lines: readonly string[];
  /** Heat maps: below 0, 0, above 0, and the ink on them. */
  readonly heat: readonly [string, string, string];
  /** Layers: TOP, the middle, the last. */
  readonly layers: readonly [string, string, string];
}

const LIGHT: Palette = {
  page: '#f6f7f9', card: '#ffffff', ink: '#1b1f24', muted: '#565d66', grid: '#dfe3e8', accent: '#005a9c',
  lines: ['#0072b2', '#d55e00', '#007a5a', '#b0508b', '#a06a00', '#3a8fc7', '#5b5b5b'],
  heat: ['#e38b3d', '#f4f5f6', '#5b9fd8'],
  layers: ['#00539f', '#8c9099', '#b34700'],
};

const DARK: Palette = {
  page: '#14171b', card: '#1c2026', ink: '#e8eaed', muted: '#a9b0b9', grid: '#39404a', accent: '#7cc0ff',
  lines: ['#56b4e9', '#ff9a4d', '#3fcf9f', '#e59ac4', '#f0c04a', '#8fa8ff', '#b4b9c0'],
  heat: ['#a8541d', '#262b32', '#2b6cab'],
  layers: ['#6db6ff', '#8a9099', '#ff9c5a'],
};

/** How many colours lines have; dashes tell apart those that share one. */
export const LINE_COLOURS = LIGHT.lines.length;
/** Steps of the layers' colours. */
export const LAYER_STEPS = 10;

/** Style sheet of the colours: of the system's choice, of the reader's, and light on paper. */
export function paletteCss(): string {
  return `:root{${variables(LIGHT)};color-scheme:light}
@media (prefers-color-scheme:dark){:root[data-theme="auto"]{${variables(DARK)};color-scheme:dark}}
:root[data-theme="dark"]{${variables(DARK)};color-scheme:dark}
@media print{:root,:root[data-theme]{${variables(LIGHT)};color-scheme:light}}`;
}

function variables({ lines, heat, layers, ...plain }: Palette): string {
  const steps = Array.from({ length: LAYER_STEPS }, (_, i) => between(layers, i / (LAYER_STEPS - 1)));
  return [
    ...Object.entries(plain).map(([name, colour]) => `--${name}:${colour}`),
    ...lines.map((colour, i) => `--line${String(i)}:${colour}`),
    ...['below', 'zero', 'above'].map((name, i) => `--${name}:${heat[i] ?? plain.ink}`),
    ...steps.map((colour, i) => `--layer${String(i)}:${colour}`),
  ].join(';');
}

/** The colour at a share of the way from the first over the second to the third. */
function between([first, middle, last]: readonly [string, string, string], share: number): string {
  const [from, to, part] = share < 0.5 ? [first, middle, share * 2] : [middle, last, share * 2 - 1];
  const channels = [1, 3, 5].map((at) => {
    const [low, high] = [parseInt(from.slice(at, at + 2), 16), parseInt(to.slice(at, at + 2), 16)];
    return Math.round(low + (high - low) * part).toString(16).padStart(2, '0');
  });
  return `#${channels.join('')}`;
}
