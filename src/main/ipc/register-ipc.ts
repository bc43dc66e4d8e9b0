import {
  IPC,
  type IpcChannel,
  type IpcRequest,
  type IpcResponse,
  type WindowKind,
} from '../../shared/ipc.ts';
import type { Reason } from '../../shared/reason.ts';
import type { Origins } from '../security/origins.ts';
import { type Caller, judgeCall } from './judge-call.ts';

export type IpcHandlers = {
  readonly [C in IpcChannel]: (
    request: IpcRequest<C>,
    from: { readonly window: WindowKind; readonly contents: number },
  ) => IpcResponse<C> | Promise<IpcResponse<C>>;
};

/** The part of Electron's ipcMain that is used. */
export interface IpcReceiver<Event> {
  handle(channel: string, listener: (event: Event, ...payload: unknown[]) => unknown): void;
}

export interface IpcDeps<Event> {
  readonly receiver: IpcReceiver<Event>;
  readonly callerOf: (event: Event) => Caller & { readonly contents: number };
  readonly origins: () => Origins;
  readonly refused: (channel: IpcChannel, reason: Reason) => void;
}

/** Puts every channel behind the one judge. A refused call rejects with nothing but the rule's id. */
export function registerIpc<Event>(deps: IpcDeps<Event>, handlers: IpcHandlers): void {
  for (const channel of Object.keys(IPC) as IpcChannel[]) register(deps, channel, handlers[channel]);
}

function register<Event, C extends IpcChannel>(
  deps: IpcDeps<Event>,
  channel: C,
  handler: IpcHandlers[C],
): void {
  deps.receiver.handle(channel, async (event, payload) => {
    const caller = deps.callerOf(event);
    const judged = judgeCall(channel, caller, deps.origins(), payload);
    if (!judged.ok) {
      deps.refused(channel, judged.reason);
      throw new Error(`refused (${judged.reason.code})`);
    }
    return handler(judged.request, { window: judged.window, contents: caller.contents });
  });
}
