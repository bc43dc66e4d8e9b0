import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Status } from '../../shared/words.ts';

/** An incident's status as a coloured word with its sign: ● open, ✓ acked, – closed. */
export function StatusWord({ status }: { readonly status: Status }): ReactElement {
  const { t } = useTranslation();
  const sign = { open: '●', acked: '✓', closed: '–' }[status];
  return (
    <span className={`status-word status-word--${status}`}>
      <span aria-hidden="true">{sign} </span>
      {t(`status.${status}`)}
    </span>
  );
}
