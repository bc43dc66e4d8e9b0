import type { IncidentDetail } from '../../../shared/incident.ts';
import { useDirectory, useNames } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';

/** Only http and https become links, whatever an alert or a note holds. */
export function SafeLink({ url, text }: { readonly url: string; readonly text: string }) {
  let isWeb = false;
  try {
    isWeb = ['http:', 'https:'].includes(new URL(url).protocol);
  } catch {
    isWeb = false;
  }
  if (!isWeb) return <span className="c-id">{text}</span>;
  return (
    <a href={url} target="_blank" rel="noreferrer noopener">
      {text}
    </a>
  );
}

/** What is known about the service: team, owner, runbook, contacts, what it depends on, links of the alert. */
export function ServiceNotes({
  service,
  notes,
  links,
}: {
  readonly service: string;
  readonly notes: IncidentDetail['serviceNotes'];
  readonly links: IncidentDetail['links'];
}) {
  const { t, locale } = useText();
  const directory = useDirectory();
  const names = useNames(locale);
  const known = directory.services[service];
  const team = known?.team === undefined ? null : directory.teams[known.team];
  const facts: [string, string][] = [];
  if (team) facts.push([t('notes.team'), `${team.name} (${names.people(team.members)})`]);
  if (known?.group) facts.push([t('notes.group'), known.group]);
  if (notes?.owner) facts.push([t('notes.owner'), notes.owner]);
  if (notes && notes.contacts.length > 0) facts.push([t('notes.contacts'), notes.contacts.join(' · ')]);
  if (notes && notes.dependsOn.length > 0)
    facts.push([t('notes.dependsOn'), notes.dependsOn.map((id) => names.service(id)).join(', ')]);
  const all = [...links, ...(notes?.links ?? [])];
  return (
    <dl className="c-facts">
      <div>
        <dt>{t('col.service')}</dt>
        <dd>{names.service(service)}</dd>
      </div>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      {notes?.runbook ? (
        <div>
          <dt>{t('notes.runbook')}</dt>
          <dd className="c-runbook">
            {/^https?:/.test(notes.runbook) ? (
              <SafeLink url={notes.runbook} text={notes.runbook} />
            ) : (
              notes.runbook
            )}
          </dd>
        </div>
      ) : null}
      {all.length === 0 ? null : (
        <div>
          <dt>{t('notes.links')}</dt>
          <dd>
            {all.map((link) => (
              <p key={`${link.url}${link.text}`}>
                <SafeLink url={link.url} text={link.text} />
              </p>
            ))}
          </dd>
        </div>
      )}
    </dl>
  );
}
