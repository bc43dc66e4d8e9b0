import type { WebPreferences } from 'electron';

/** Preferences of every window, each one stated although most are defaults: a default can change (AUD65). */
export const windowPreferences = (preload: string): WebPreferences => ({
  preload,
  partition: 'persist:watchfloor',
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webviewTag: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  spellcheck: false,
  // A wall behind another window must not fall behind with its clock.
  backgroundThrottling: false,
});
