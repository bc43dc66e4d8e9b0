import { existsSync } from 'node:fs';

const PLACES = [
  process.env.WATCHFLOOR_CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Path of a Chromium on this machine, or null. `WATCHFLOOR_CHROMIUM` names another one. */
export const findChromium = () => PLACES.find((path) => path !== '' && existsSync(path)) ?? null;
