import { dateTime } from '../../../format/instant.ts';
import { ago } from '../../../format/relative.ts';
import { useServerNow } from '../../../live/live-hooks.ts';
import { useZone } from '../../shell/use-floor.ts';
import { useText } from '../../shell/use-text.ts';

/** How long ago something was, with the exact time under the pointer; "never" where it was not. */
export function When({ at }: { readonly at: string | null }) {
  const { t, locale } = useText();
  const zone = useZone();
  const now = useServerNow(1000);
  if (at === null) return <span>{t('integrations.never')}</span>;
  return (
    <time dateTime={at} title={dateTime(at, zone, locale)}>
      {now === null ? dateTime(at, zone, locale) : ago(at, now, locale)}
    </time>
  );
}
