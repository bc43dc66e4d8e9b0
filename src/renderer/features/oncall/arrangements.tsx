import { absenceListSchema, overrideListSchema } from '../../../shared/api/oncall.ts';
import { whenOf } from '../../format/instant.ts';
import { api } from '../../session/api.ts';
import { showToast } from '../shell/notices-store.ts';
import { problemText } from '../shell/problem-text.ts';
import { LoadedView } from '../shell/states.tsx';
import { useApi } from '../shell/use-api.ts';
import { useMay, useNames } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';

/** Overrides and absences that are on or ahead, and the way to take them back. */
export function Arrangements({
  zone,
  now,
  round,
  onChanged,
}: {
  readonly zone: string;
  readonly now: number;
  readonly round: number;
  readonly onChanged: () => void;
}) {
  const { t, locale } = useText();
  const names = useNames(locale);
  const mayChange = useMay('lead');
  // The round stands in the fragment, which is never sent: a change made here is read again.
  const overrides = useApi(`/api/v1/overrides#${round}`, overrideListSchema);
  const absences = useApi(`/api/v1/absences#${round}`, absenceListSchema);
  const remove = async (path: string) => {
    const result = await api(path, { method: 'DELETE' });
    if (!result.ok) showToast('failed', problemText(t, result.problem));
    onChanged();
  };
  const span = (item: { readonly from: string; readonly to: string }) =>
    `${whenOf(item.from, now, zone, locale)} – ${whenOf(item.to, now, zone, locale)}`;
  const isAhead = (item: { readonly to: string }) => Date.parse(item.to) > now;
  return (
    <section className="c-card" aria-labelledby="c-arrangements">
      <h2 id="c-arrangements">{t('oncall.arrangements')}</h2>
      <LoadedView loaded={overrides}>
        {(list) => (
          <ul className="c-rows-plain">
            {list.items.filter(isAhead).map((item) => (
              <li key={item.id}>
                <span>
                  <b>{names.person(item.user)}</b> — {names.schedule(item.schedule)}{' '}
                  {item.layers === 'all'
                    ? t('oncall.allLayers')
                    : item.layers.map((layer) => names.layer(item.schedule, layer)).join(', ')}
                </span>
                <span>{span(item)}</span>
                {mayChange ? (
                  <button
                    type="button"
                    onClick={() => void remove(`/api/v1/overrides/${encodeURIComponent(item.id)}`)}
                  >
                    {t('remove')}
                  </button>
                ) : null}
              </li>
            ))}
            {list.items.some(isAhead) ? null : <li className="c-note">{t('oncall.noOverrides')}</li>}
          </ul>
        )}
      </LoadedView>
      <LoadedView loaded={absences}>
        {(list) => (
          <ul className="c-rows-plain">
            {list.items.filter(isAhead).map((item) => (
              <li key={item.id}>
                <span>
                  {item.standIn === null
                    ? t('oncall.absentAlone', { name: names.person(item.user) })
                    : t('oncall.absent', {
                        name: names.person(item.user),
                        standIn: names.person(item.standIn),
                      })}
                </span>
                <span>{span(item)}</span>
                {mayChange ? (
                  <button
                    type="button"
                    onClick={() => void remove(`/api/v1/absences/${encodeURIComponent(item.id)}`)}
                  >
                    {t('remove')}
                  </button>
                ) : null}
              </li>
            ))}
            {list.items.some(isAhead) ? null : <li className="c-note">{t('oncall.noAbsences')}</li>}
          </ul>
        )}
      </LoadedView>
    </section>
  );
}
