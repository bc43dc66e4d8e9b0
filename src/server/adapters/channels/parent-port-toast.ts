import { z } from 'zod';
import type { DeliveryResult } from '../../runtime/ports.ts';
import { delivered, failed } from './channel.ts';
import type { OnToastClick, Toast, ToastPort } from './toast.ts';

/** Server → desktop shell: show this. Answered by a `toast-result` with the same id. */
export interface ShowToast extends Toast {
  readonly type: 'toast';
  readonly id: number;
}

/** Desktop shell → server. */
export const toastReplySchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('toast-result'),
    id: z.number(),
    ok: z.boolean(),
    detail: z.string().max(200),
  }),
  z.object({ type: z.literal('toast-click'), incident: z.string().nullable() }),
]);

/** The part of Electron's `process.parentPort` that is used; `message` events carry their value in `data`. */
export interface ShellPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  off(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
}

const LIMIT_MS = 5000;

/** Toasts shown by the desktop shell, which reports clicks on every platform (NTF44). */
export function createParentPortToast(port: ShellPort, onClick: OnToastClick): ToastPort {
  const waiting = new Map<number, (result: DeliveryResult) => void>();
  let lastId = 0;
  const onMessage = ({ data }: { readonly data: unknown }): void => {
    const reply = toastReplySchema.safeParse(data);
    if (!reply.success) return;
    if (reply.data.type === 'toast-click') {
      onClick(reply.data.incident);
      return;
    }
    const { id, ok, detail } = reply.data;
    waiting.get(id)?.(ok ? delivered(detail) : failed(detail, true));
  };
  port.on('message', onMessage);
  return {
    show(toast) {
      return new Promise((resolve) => {
        lastId += 1;
        const id = lastId;
        const settle = (result: DeliveryResult): void => {
          clearTimeout(limit);
          waiting.delete(id);
          resolve(result);
        };
        const limit = setTimeout(() => settle(failed('The desktop shell did not answer', true)), LIMIT_MS);
        waiting.set(id, settle);
        const message: ShowToast = { type: 'toast', id, ...toast };
        port.postMessage(message);
      });
    },
    async close() {
      port.off('message', onMessage);
      for (const settle of [...waiting.values()]) settle(failed('Shutting down', true));
    },
  };
}
