import type { IpcResponse } from '../../shared/ipc.ts';
import type { SecretStore } from '../desk/secret-store.ts';
import type { Shell } from '../shell.ts';
import type { IpcHandlers } from './register-ipc.ts';

export interface ShellHandlerDeps {
  readonly info: { readonly version: string; readonly platform: string; readonly locale: 'en' | 'ko' };
  readonly floor: Pick<Shell, 'status' | 'supervisor' | 'windowOf' | 'screens' | 'assign' | 'canRetry'>;
  readonly secrets: SecretStore;
  readonly isAutostart: () => boolean;
  readonly setAutostart: (enabled: boolean) => boolean;
  readonly openExternal: (url: string) => IpcResponse<'shell:open-external'>;
}

const SESSION = 'session';

/** What each channel does, once the judge let it through. */
export function shellHandlers(deps: ShellHandlerDeps): IpcHandlers {
  const { floor, secrets } = deps;
  return {
    'shell:info': (_request, { window }) => ({ ...deps.info, window }),
    'shell:alive': (_request, { contents }) => {
      floor.windowOf(contents)?.beat();
      return {};
    },
    'shell:status': () => floor.status(),
    'shell:retry': (_request, { contents }) => {
      if (floor.canRetry()) floor.supervisor.retry();
      else floor.windowOf(contents)?.retry();
      return {};
    },
    'shell:open-external': ({ url }) => deps.openExternal(url),
    'session:read': async () => ({ token: await secrets.read(SESSION) }),
    'session:write': async ({ token }) => ({ kept: await secrets.write(SESSION, token) }),
    'screens:list': () => ({ items: [...floor.screens()] }),
    'screens:assign': ({ screen, wall }) => {
      floor.assign(screen, wall);
      return { items: [...floor.screens()] };
    },
    'autostart:read': () => ({ enabled: deps.isAutostart() }),
    'autostart:write': ({ enabled }) => ({ enabled: deps.setAutostart(enabled) }),
  };
}
