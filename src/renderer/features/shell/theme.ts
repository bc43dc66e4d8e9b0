export type Theme = 'dark' | 'light';
const KEY = 'watchfloor.theme';

/** The theme chosen on this machine; dark, as the room is, until somebody chooses. */
export const readTheme = (): Theme => (localStorage.getItem(KEY) === 'light' ? 'light' : 'dark');

/** Draws the page in a theme. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}

/** Remembers a choice for this machine and draws it. */
export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  applyTheme(theme);
}
