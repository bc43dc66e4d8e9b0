/** What a key asks for, wherever the pointer is. */
export type KeyAction =
  | 'next'
  | 'previous'
  | 'ack'
  | 'close'
  | 'reassign'
  | 'shelve'
  | 'select'
  | 'open'
  | 'search'
  | 'help'
  | 'palette'
  | 'undo'
  | 'escape';

/** The parts of a keyboard event that decide; `inField` is true in an input, a text area or a select. */
export interface KeyPress {
  readonly code: string;
  readonly shift: boolean;
  readonly ctrl: boolean;
  readonly meta: boolean;
  readonly alt: boolean;
  readonly composing: boolean;
  readonly inField: boolean;
}

const PLAIN: Readonly<Record<string, KeyAction>> = {
  KeyJ: 'next',
  ArrowDown: 'next',
  KeyK: 'previous',
  ArrowUp: 'previous',
  KeyA: 'ack',
  KeyC: 'close',
  KeyR: 'reassign',
  KeyH: 'shelve',
  KeyX: 'select',
  KeyO: 'open',
  KeyU: 'undo',
  Slash: 'search',
};

/**
 * The action of a key press, or null. Keys are physical (`event.code`), so that a Korean input method
 * does not move them; nothing is an action while text is being composed, or, but for the palette, in a field.
 */
export function keyAction(press: KeyPress): KeyAction | null {
  if (press.composing) return null;
  const command = press.ctrl !== press.meta;
  if (command && !press.alt && !press.shift && press.code === 'KeyK') return 'palette';
  if (press.ctrl || press.meta || press.alt) return null;
  if (press.code === 'Escape') return press.inField ? null : 'escape';
  if (press.inField) return null;
  if (press.shift) return press.code === 'Slash' ? 'help' : null;
  return PLAIN[press.code] ?? null;
}

/** The palette's keys on this machine. */
export const paletteKeys = (userAgent: string): string => (/Mac/.test(userAgent) ? '⌘K' : 'Ctrl K');

/** Keys as the help and the hints show them. */
export const KEY_LABELS: Readonly<Record<KeyAction, readonly string[]>> = {
  next: ['j', '↓'],
  previous: ['k', '↑'],
  ack: ['a'],
  close: ['c'],
  reassign: ['r'],
  shelve: ['h'],
  select: ['x'],
  open: ['o'],
  search: ['/'],
  help: ['?'],
  palette: ['Ctrl/⌘ K'],
  undo: ['u'],
  escape: ['Esc'],
};
