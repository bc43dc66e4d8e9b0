import {
  electronBinary,
  electronVersion,
  failedFetch,
  forgetFailedFetch,
  rememberFailedFetch,
  whyNoDesktop,
} from './electron-state.mjs';
import { fetchElectron } from './fetch-electron.mjs';

/**
 * The Electron program to start, fetched now if need be: `{ binary }`, or `{ why }` in words that end the sentence
 * "The desktop app cannot run here: …".
 */
export async function prepareDesktop({ node, retry }) {
  const why = whyNoDesktop();
  if (why !== null) return { why };
  if (electronVersion() === null) return { why: 'the electron package is not installed' };
  const present = electronBinary();
  if (present !== null) return { binary: present };
  if (retry) forgetFailedFetch();
  const failed = failedFetch();
  if (failed !== null) {
    return {
      why: `its binary could not be fetched on ${failed.at.slice(0, 10)} (${failed.why}); "npm start -- --retry-electron" tries again`,
    };
  }
  try {
    await fetchElectron(node);
  } catch (error) {
    const reason = oneLine(error);
    rememberFailedFetch(reason);
    return {
      why: `its binary could not be fetched (${reason}); "npm start -- --retry-electron" tries again`,
    };
  }
  const fetched = electronBinary();
  return fetched === null ? { why: 'its binary was fetched but is not usable' } : { binary: fetched };
}

/** The innermost cause says most: "fetch failed" alone helps nobody. */
function oneLine(error) {
  let inner = error;
  while (inner.cause instanceof Error) inner = inner.cause;
  return String(inner.message || inner.code || inner)
    .split('\n')[0]
    .slice(0, 200);
}
