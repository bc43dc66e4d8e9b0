import { IPC, type IpcChannel, type IpcRequest, type PageOwner, type WindowKind } from '../../shared/ipc.ts';
import { type Reason, reason } from '../../shared/reason.ts';
import { type Origins, ownerOf } from '../security/origins.ts';

/** Who calls, as Electron tells: the window is looked up by its contents, the frame may be gone already. */
export interface Caller {
  /** Null when the contents belong to no window of ours. */
  readonly window: WindowKind | null;
  /** Null when the frame was destroyed or navigated away since it called. */
  readonly frame: { readonly url: string; readonly isMain: boolean } | null;
}

export type Judgement<C extends IpcChannel> =
  | {
      readonly ok: true;
      readonly owner: PageOwner;
      readonly window: WindowKind;
      readonly request: IpcRequest<C>;
    }
  | { readonly ok: false; readonly reason: Reason };

const refuse = (text: string, params?: Reason['params']) =>
  ({ ok: false, reason: reason('AUD60', text, params) }) as const;

/** Whether a call may reach its handler: known window, main frame, exact origin, this channel's page, exact shape (AUD60). */
export function judgeCall<C extends IpcChannel>(
  channel: C,
  caller: Caller,
  origins: Origins,
  payload: unknown,
): Judgement<C> {
  const rule = IPC[channel];
  if (caller.window === null) return refuse('the caller is no window of this app');
  if (caller.frame === null) return refuse('the calling frame is gone');
  if (!caller.frame.isMain) return refuse('only a main frame may call');
  const owner = ownerOf(caller.frame.url, origins);
  if (owner === null) return refuse('the page is of a foreign origin');
  const mayCall =
    (rule.windows as readonly WindowKind[]).includes(caller.window) &&
    (rule.owners as readonly PageOwner[]).includes(owner);
  if (!mayCall)
    return refuse('this page may not use this channel', { channel, window: caller.window, owner });
  const parsed = rule.request.safeParse(payload);
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.join('.') ?? '';
    return refuse('the request has another shape', { channel, path });
  }
  return { ok: true, owner, window: caller.window, request: parsed.data as IpcRequest<C> };
}
