import { Link } from '../../shell/link.tsx';
import { Empty } from '../../shell/states.tsx';
import { useMay, useNames } from '../../shell/use-floor.ts';
import { useText } from '../../shell/use-text.ts';
import { MappingEditor } from './mapping-editor.tsx';

/** The mapping of one integration on a page of its own. */
export function MappingPage({ id }: { readonly id: string }) {
  const { t, locale } = useText();
  const isAdmin = useMay('admin');
  const names = useNames(locale);
  return (
    <div className="c-page">
      <p>
        <Link to={{ page: 'settings', section: 'integrations' }}>{t('nav.integrations')}</Link>
      </p>
      <h1>{t('mapping.title', { name: names.integration(id) })}</h1>
      {isAdmin ? (
        <MappingEditor key={id} integrationId={id} />
      ) : (
        <Empty title={t('settings.role')}>{t('empty.askAdmin')}</Empty>
      )}
    </div>
  );
}
