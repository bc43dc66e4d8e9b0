import { useState } from 'react';
import type { SettingsSection } from '../shell/route.ts';
import { Empty } from '../shell/states.tsx';
import { useMay } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import { ConfigEditor } from './config-editor.tsx';
import { DisplaysPage } from './displays-page.tsx';
import { FloodCard } from './flood-card.tsx';
import { HeartbeatsPage } from './heartbeats-page.tsx';
import { IntegrationPage } from './integrations/integration-page.tsx';
import { IntegrationsPage } from './integrations/integrations-page.tsx';
import { PeoplePage } from './people-page.tsx';
import { StoragePage } from './storage-page.tsx';

/** Sections that a lead may read; what changes things there still asks for its own role. Heartbeats are everybody's. */
const FOR_LEADS: readonly SettingsSection[] = ['displays', 'storage', 'integrations'];

/** What an admin, and for some sections a lead, sets up or looks after. */
export function SettingsPage({
  section,
  id,
}: {
  readonly section: SettingsSection;
  readonly id?: string | undefined;
}) {
  const { t } = useText();
  const isAdmin = useMay('admin');
  const isLead = useMay('lead');
  const may = section === 'heartbeats' || (FOR_LEADS.includes(section) ? isLead : isAdmin);
  if (id !== undefined && may)
    return (
      <div className="c-page">
        <IntegrationPage key={id} id={id} />
      </div>
    );
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
