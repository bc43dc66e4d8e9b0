import { useState } from 'react';
import type { SettingsSection } from '../shell/route.ts';
import { Empty } from '../shell/states.tsx';
import { useMay } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import { ConfigEditor } from './config-editor.tsx';
import { DisplaysPage } from './displays-page.tsx';
import { FloodCard } from './flood-card.tsx';
import { HeartbeatsPage } from './heartbeats-page.tsx';
import { IntegrationsPage } from './integrations-page.tsx';
import { PeoplePage } from './people-page.tsx';
import { StoragePage } from './storage-page.tsx';

/** What an admin, for displays and storage a lead, sets up or looks after; heartbeats are everybody's to read. */
export function SettingsPage({ section }: { readonly section: SettingsSection }) {
  const { t } = useText();
  const isAdmin = useMay('admin');
  const isLead = useMay('lead');
  const mayOf: Partial<Record<SettingsSection, boolean>> = {
    displays: isLead,
    storage: isLead,
    heartbeats: true,
  };
  const may = mayOf[section] ?? isAdmin;
  return (
    <div className="c-page">
      <h1>{t(`nav.${section}`)}</h1>
      {may ? <Section section={section} /> : <Empty title={t('settings.role')}>{t('empty.askAdmin')}</Empty>}
    </div>
  );
}

/** The one figure people change often, and the whole document. */
function ConfigSection() {
  const [changes, setChanges] = useState(0);
  return (
    <>
      <FloodCard onSaved={() => setChanges((n) => n + 1)} />
      <ConfigEditor changes={changes} />
    </>
  );
}

function Section({ section }: { readonly section: SettingsSection }) {
  switch (section) {
    case 'config':
      return <ConfigSection />;
    case 'people':
      return <PeoplePage />;
    case 'displays':
      return <DisplaysPage />;
    case 'integrations':
      return <IntegrationsPage />;
    case 'heartbeats':
      return <HeartbeatsPage />;
    case 'storage':
      return <StoragePage />;
  }
}
