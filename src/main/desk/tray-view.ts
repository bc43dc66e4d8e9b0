import { assertNever } from '../../shared/words.ts';
import type { SupervisorState } from '../supervisor/supervisor-state.ts';
import type { OpenCounts } from './server-client.ts';
import type { ShellWords } from './shell-words.ts';

export interface TrayView {
  readonly icon: 'calm' | 'alarm' | 'stopped';
  readonly tooltip: string;
  /** Beside the icon, where the system shows text there. */
  readonly title: string;
}

/** What the tray shows (STR70). Calm is shown only while the server answered lately. */
export function trayView(state: SupervisorState, counts: OpenCounts | null, words: ShellWords): TrayView {
  switch (state.phase) {
    case 'ready': {
      if (counts === null) return { icon: 'stopped', tooltip: words.trayUnknown, title: '?' };
      const figure = `${counts.open}${counts.more ? '+' : ''}`;
      return counts.open === 0
        ? { icon: 'calm', tooltip: words.trayCalm, title: '' }
        : { icon: 'alarm', tooltip: words.trayOpen(figure, counts.highest), title: figure };
    }
    case 'starting':
    case 'waiting':
      return { icon: 'stopped', tooltip: words.trayStarting, title: '…' };
    case 'refused':
    case 'stopped':
      return { icon: 'stopped', tooltip: words.trayStopped, title: '!' };
    default:
      return assertNever(state);
  }
}
