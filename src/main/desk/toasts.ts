import { toastMessageSchema } from '../supervisor/server-messages.ts';

export interface ToastRequest {
  readonly title: string;
  readonly body: string;
  readonly critical: boolean;
}

export interface ToastDeps {
  /** Shows a notification; `failed` may come late, `clicked` any number of times. */
  readonly show: (
    toast: ToastRequest,
    events: { shown(): void; failed(why: string): void; clicked(): void },
  ) => void;
  readonly isSupported: () => boolean;
  /** Answers the server. */
  readonly post: (message: unknown) => void;
  readonly openIncident: (incident: string | null) => void;
}

const MAX_TEXT = 256;

/** Shows what the server asks for, and reports how it went and each click (NTF90). False for other messages. */
export function createToasts(deps: ToastDeps) {
  return (message: unknown): boolean => {
    const parsed = toastMessageSchema.safeParse(message);
    if (!parsed.success) return false;
    const { id, title, body, urgency, incident } = parsed.data;
    let answered = false;
    const answer = (ok: boolean, detail: string): void => {
      if (answered) return;
      answered = true;
      deps.post({ type: 'toast-result', id, ok, detail: detail.slice(0, 200) });
    };
    if (!deps.isSupported()) {
      answer(false, 'this system shows no notifications');
      return true;
    }
    const toast = {
      title: title.slice(0, MAX_TEXT),
      body: body.slice(0, MAX_TEXT),
      critical: urgency === 'highest' || urgency === 'high',
    };
    deps.show(toast, {
      shown: () => answer(true, 'shown'),
      failed: (why) => answer(false, why),
      clicked: () => {
        deps.post({ type: 'toast-click', incident: incident ?? null });
        deps.openIncident(incident ?? null);
      },
    });
    return true;
  };
}
