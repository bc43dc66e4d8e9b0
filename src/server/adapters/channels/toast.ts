import type { Urgency } from '../../../shared/words.ts';
import type { DeliveryResult } from '../../runtime/ports.ts';

export interface Toast {
  readonly title: string;
  readonly body: string;
  readonly urgency: Urgency;
  /** Incident that a click opens; null opens the board. */
  readonly incident: string | null;
}

/**
 * Shows notifications of the operating system. The desktop shell replaces it by Electron's own,
 * which reports clicks on Linux too.
 */
export interface ToastPort {
  /** Never rejects, ends within 10 s. */
  show(toast: Toast): Promise<DeliveryResult>;
  close(): Promise<void>;
}

export type OnToastClick = (incident: string | null) => void;
