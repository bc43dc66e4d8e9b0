import type { Session, WebContents } from 'electron';
import type { Reason } from '../../shared/reason.ts';
import { judgeExternal } from './external.ts';
import { judgeNavigation } from './navigation.ts';
import type { Origins } from './origins.ts';
import { judgePermission } from './permissions.ts';

export interface GuardDeps {
  readonly origins: () => Origins;
  readonly openOutside: (url: string) => void;
  readonly refused: (what: string, reason: Reason) => void;
}

/** Both permission handlers, and the devices and captures that have handlers of their own, on the one session. */
export function guardSession(session: Session, deps: GuardDeps): void {
  session.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const { requestingUrl, isMainFrame } = details;
    const judged = judgePermission(permission, { url: requestingUrl, isMainFrame }, deps.origins());
    if (!judged.allowed) deps.refused(`permission ${permission}`, judged.reason);
    callback(judged.allowed);
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin, details) => {
    const url = details.requestingUrl ?? requestingOrigin;
    return judgePermission(permission, { url, isMainFrame: details.isMainFrame }, deps.origins()).allowed;
  });
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null));
  // Reports are downloaded by people; anything else that starts a download is a mistake.
  session.on('will-download', (event, item, contents) => {
    const own = judgeNavigation(
      { url: contents.getURL(), isMainFrame: true, isRedirect: false },
      deps.origins(),
    );
    if (!own.allowed) {
      deps.refused(`download of ${item.getMimeType()}`, own.reason);
      event.preventDefault();
    }
  });
}

/** Navigation, redirects, new windows and webviews of any contents that ever come to be (AUD62). */
export function guardContents(contents: WebContents, deps: GuardDeps): void {
  const follow = (event: Electron.Event, url: string, isMainFrame: boolean, isRedirect: boolean): void => {
    const judged = judgeNavigation({ url, isMainFrame, isRedirect }, deps.origins());
    if (judged.allowed) return;
    event.preventDefault();
    deps.refused(isRedirect ? 'redirect' : 'navigation', judged.reason);
    if (judged.external) openIfWeb(url, deps);
  };
  contents.on('will-frame-navigate', (event) => follow(event, event.url, event.isMainFrame, false));
  contents.on('will-redirect', (event) => follow(event, event.url, event.isMainFrame, true));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openIfWeb(url, deps);
    return { action: 'deny' };
  });
}

function openIfWeb(url: string, deps: GuardDeps): void {
  const judged = judgeExternal(url);
  if (judged.allowed) deps.openOutside(judged.url);
  else deps.refused('external address', judged.reason);
}
