import { chromium } from 'playwright-core';

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A Chromium with a profile folder of its own; the caller closes it. */
export const launchBrowser = (executablePath) => chromium.launch({ executablePath, args: ARGS });
