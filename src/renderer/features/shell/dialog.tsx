import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useText } from './use-text.ts';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Wide dialogs hold tables and differences. */
  readonly wide?: boolean;
}

/** A modal dialog: the browser's own, so that focus, Escape and the background behave. */
export function Dialog({ title, onClose, children, wide }: Props) {
  const { t } = useText();
  const box = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = box.current;
    const before = document.activeElement;
    if (dialog !== null && !dialog.open) {
      dialog.showModal();
      // The first field, else the main button: the browser would take the × of the head.
      const wanted =
        dialog.querySelector<HTMLElement>('input, select, textarea') ??
        dialog.querySelector<HTMLElement>('.c-primary');
      wanted?.focus();
    }
    return () => {
      dialog?.close();
      // Back to where the keyboard was, so that j and k go on from the same row.
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={box}
      className={wide ? 'c-dialog c-dialog-wide' : 'c-dialog'}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header className="c-dialog-head">
        <h2 id={titleId}>{title}</h2>
        <button type="button" className="c-quiet" onClick={onClose} aria-label={t('dismiss')}>
          ×
        </button>
      </header>
      {children}
    </dialog>
  );
}
