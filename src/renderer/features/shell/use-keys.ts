import { useEffect, useRef } from 'react';
import { type KeyAction, type KeyPress, keyAction } from './keyboard-map.ts';

const FIELDS = new Set(['INPUT', 'TEXTAREA', 'SELECT']);
/** Inputs that take no text: keys stay keys there. */
const TEXTLESS = new Set(['checkbox', 'radio', 'button', 'submit', 'range']);

function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement && TEXTLESS.has(target.type)) return false;
  return FIELDS.has(target.tagName);
}

/** The decisive parts of a browser's key event. */
export const pressOf = (event: KeyboardEvent): KeyPress => ({
  code: event.code,
  shift: event.shiftKey,
  ctrl: event.ctrlKey,
  meta: event.metaKey,
  alt: event.altKey,
  composing: event.isComposing || event.keyCode === 229,
  inField: isField(event.target),
});

/**
 * Listens for the console's keys. A handler returns false when it has no use for the key now.
 * While a dialog is open only the dialog has the keyboard.
 */
export function useKeys(
  handlers: Partial<Record<KeyAction, (event: KeyboardEvent) => boolean | undefined>>,
): void {
  const current = useRef(handlers);
  current.current = handlers;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
      const action = keyAction(pressOf(event));
      const handler = action === null ? undefined : current.current[action];
      if (handler === undefined) return;
      if (handler(event) !== false) event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
