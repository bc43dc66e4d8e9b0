import { Dialog } from './dialog.tsx';
import { KEY_LABELS, type KeyAction } from './keyboard-map.ts';
import { useText } from './use-text.ts';

/** The keys and what they do. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useText();
  return (
    <Dialog title={t('help.title')} onClose={onClose}>
      <dl className="c-keys">
        {(Object.keys(KEY_LABELS) as KeyAction[]).map((action) => (
          <div key={action}>
            <dt>
              {KEY_LABELS[action].map((label) => (
                <kbd key={label}>{label}</kbd>
              ))}
            </dt>
            <dd>{t(`help.${action}`)}</dd>
          </div>
        ))}
      </dl>
      <p className="c-note">{t('help.physical')}</p>
    </Dialog>
  );
}
