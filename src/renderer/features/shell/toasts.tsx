import { dismissToast, useToasts } from './notices-store.ts';
import { useText } from './use-text.ts';

/** What came of recent actions, read out by screen readers. */
export function Toasts() {
  const { t } = useText();
  const toasts = useToasts();
  return (
    <div className="c-toasts" role="status" aria-live="polite">
      {toasts.map((toast) => (
        <div key={toast.key} className={`c-toast c-toast-${toast.kind}`}>
          <span>{toast.text}</span>
          <button
            type="button"
            className="c-quiet"
            onClick={() => dismissToast(toast.key)}
            aria-label={t('hide')}
          >
            ×
          </button>
        </div>
      ))}
    </div>
  );
}
