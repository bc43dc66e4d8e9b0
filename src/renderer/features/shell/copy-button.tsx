import { useState } from 'react';
import { useText } from './use-text.ts';

/** Copies a text; says so, and where the browser refuses leaves it to be selected by hand. */
export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
  const { t } = useText();
  const [state, setState] = useState<'idle' | 'done' | 'failed'>('idle');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState('done');
    } catch {
      setState('failed');
    }
    setTimeout(() => setState('idle'), 2500);
  };
  return (
    <button type="button" onClick={() => void copy()}>
      {state === 'idle' ? (label ?? t('copy')) : t(state === 'done' ? 'copied' : 'copyFailed')}
    </button>
  );
}

/** A command or secret to copy. */
export function CopyBlock({ text }: { readonly text: string }) {
  return (
    <div className="c-copy">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling block must be reachable by keyboard */}
      <pre tabIndex={0}>{text}</pre>
      <CopyButton text={text} />
    </div>
  );
}
