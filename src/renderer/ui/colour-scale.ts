import { scaleLinear } from 'd3-scale';

/** Dark to bright (and for light rooms pale to deep): lightness rises with the figure, so hue never carries it alone. */
const STOPS = {
  dark: ['#111a26', '#173f63', '#22697f', '#3f8f88', '#86bd70', '#f2d94e'],
  light: ['#eef3f7', '#cfe3df', '#94c7b6', '#4f9f9f', '#236f8a', '#123a63'],
} as const;

export type Theme = keyof typeof STOPS;

export interface Shade {
  readonly background: string;
  /** Black or white, whichever reads better on it. */
  readonly text: string;
}

/** Sequential colours for figures 0..`max`; 0 has its own, quieter than any count. */
export function shadeScale(max: number, theme: Theme): (n: number) => Shade {
  const stops = STOPS[theme];
  const top = Math.max(1, max);
  const scale = scaleLinear<string>()
    .domain(stops.map((_, i) => (i * top) / (stops.length - 1)))
    .range(stops)
    .clamp(true);
  return (n) => {
    const background = scale(n);
    return { background, text: luminance(background) > 0.179 ? '#000000' : '#ffffff' };
  };
}

/** Relative luminance (WCAG 2) of `rgb(r, g, b)` or `#rrggbb`. */
export function luminance(colour: string): number {
  const parts = colour.startsWith('#')
    ? [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16))
    : (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  const [r = 0, g = 0, b = 0] = parts.map((value) => {
    const c = value / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export const legendGradient = (theme: Theme): string => `linear-gradient(90deg, ${STOPS[theme].join(', ')})`;

/** Theme of the page, as its root element says. */
export const pageTheme = (): Theme => (document.documentElement.dataset.theme === 'light' ? 'light' : 'dark');
