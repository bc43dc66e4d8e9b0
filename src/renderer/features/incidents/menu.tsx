import { type ReactNode, useEffect, useRef } from 'react';

/** A chip that opens a small panel; a click outside or Escape closes it. */
export function Menu({
  label,
  count,
  children,
}: {
  readonly label: string;
  readonly count: number;
  readonly children: ReactNode;
}) {
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const shut = (event: PointerEvent | KeyboardEvent) => {
      const details = box.current;
      if (details === null || !details.open) return;
      const isEscape = event instanceof KeyboardEvent && event.code === 'Escape' && !event.isComposing;
      const isOutside = event instanceof PointerEvent && !details.contains(event.target as Node);
      if (!isEscape && !isOutside) return;
      details.open = false;
      if (isEscape) {
        event.preventDefault();
        details.querySelector('summary')?.focus();
      }
    };
    addEventListener('pointerdown', shut);
    addEventListener('keydown', shut, true);
    return () => {
      removeEventListener('pointerdown', shut);
      removeEventListener('keydown', shut, true);
    };
  }, []);
  return (
    <details ref={box} className="c-menu">
      <summary className="c-chip" data-on={count > 0}>
        {label}
        {count > 0 ? ` ${count}` : ''} <span aria-hidden="true">▾</span>
      </summary>
      <div className="c-menu-panel">{children}</div>
    </details>
  );
}
