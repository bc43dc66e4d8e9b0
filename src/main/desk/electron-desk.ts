import { Notification, net, powerSaveBlocker, safeStorage } from 'electron';
import type { Cipher } from './secret-store.ts';
import type { Fetch } from './server-client.ts';
import type { ToastDeps } from './toasts.ts';

/** The system's key store. On Linux without a keyring Electron would only scramble; that does not count. */
export const systemCipher: Cipher = {
  isReal: async () => {
    if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text')
      return false;
    return safeStorage.isAsyncEncryptionAvailable();
  },
  encrypt: (text) => safeStorage.encryptStringAsync(text),
  decrypt: async (bytes) => (await safeStorage.decryptStringAsync(Buffer.from(bytes))).result,
};

export const systemFetch: Fetch = (url, init) =>
  net.fetch(url, { ...init, bypassCustomProtocolHandlers: true });

// Held until closed: a notification that was collected reports no click.
const shown = new Set<Notification>();

export const showToast: ToastDeps['show'] = ({ title, body, critical }, events) => {
  const toast = new Notification({ title, body, urgency: critical ? 'critical' : 'normal' });
  shown.add(toast);
  toast.on('show', () => events.shown());
  toast.on('click', () => events.clicked());
  toast.on('failed', (_event, why) => {
    shown.delete(toast);
    events.failed(why);
  });
  toast.on('close', () => shown.delete(toast));
  toast.show();
};

/** Keeps screens awake while at least one wall is open (STR69). */
export function createScreenWaker() {
  let id: number | null = null;
  return (walls: number): void => {
    if (walls > 0 && id === null) id = powerSaveBlocker.start('prevent-display-sleep');
    if (walls === 0 && id !== null) {
      powerSaveBlocker.stop(id);
      id = null;
    }
  };
}
