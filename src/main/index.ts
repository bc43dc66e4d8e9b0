import { app, protocol } from 'electron';
import { APP_SCHEME } from './security/origins.ts';
import { startShell } from './start-shell.ts';

// Before anything is shown: every page of every kind lives in a sandbox.
app.enableSandbox();
protocol.registerSchemesAsPrivileged([
  { scheme: APP_SCHEME, privileges: { standard: true, secure: true, codeCache: false } },
]);

if (app.requestSingleInstanceLock()) {
  void startShell();
} else {
  // The first instance shows its console (`second-instance`).
  app.quit();
}
