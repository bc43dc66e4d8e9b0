import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { OncallItem } from '../../../../shared/oncall.ts';
import type { Directory } from '../../../../shared/stream.ts';
import { soonOf } from '../../../format/instant.ts';
import { layerName, someNames } from '../names.ts';

export interface OncallPanelProps {
  readonly oncall: readonly OncallItem[];
  readonly directory: Directory;
  readonly now: number;
  readonly zone: string;
  readonly isFar: boolean;
  /** Layers with room. */
  readonly limit: number;
}

/** Layers worth a line on a wall: somebody on, or a gap. What is off by its hours or on purpose is quiet. */
export const shownLayers = (oncall: readonly OncallItem[]): readonly OncallItem[] =>
  oncall.filter((item) => item.users.length > 0 || item.empty === 'gap' || item.empty === undefined);

/** Who is on call now in each layer, and who comes next. */
export function OncallPanel(props: OncallPanelProps): ReactElement {
  const { oncall, directory, now, zone, isFar, limit } = props;
  const { t, i18n } = useTranslation('wall');
  // From afar a gap has a card of its own already.
  const layers = shownLayers(oncall).filter((item) => !isFar || item.users.length > 0);
  const shown = layers.slice(0, limit);
  return (
    <section className={isFar ? 'panel oncall oncall--far' : 'panel oncall'} aria-label={t('oncall.title')}>
      {!isFar && <h2>{t('oncall.title')}</h2>}
      {layers.length === 0 && <p className="oncall__none">{t('oncall.noLayers')}</p>}
      <dl>
        {shown.map((item) => {
          const isEmpty = item.users.length === 0;
          return (
            <div key={`${item.schedule}/${item.layer}`} className="oncall__layer">
              <dt>{layerName(directory, item.schedule, item.layer)}</dt>
              <dd className={isEmpty ? 'oncall__name is-gap' : 'oncall__name'}>
                {isEmpty ? `${t('common:nobody')} ▲` : someNames(directory, item.users, isFar ? 1 : 2)}
              </dd>
              <dd className="oncall__next">
                <Handoff item={item} directory={directory} now={now} zone={zone} />
              </dd>
            </div>
          );
        })}
      </dl>
      {layers.length > shown.length && (
        <p className="oncall__more">
          {t('oncall.more', { n: (layers.length - shown.length).toLocaleString(i18n.language) })}
        </p>
      )}
    </section>
  );
}

function Handoff(
  props: Pick<OncallPanelProps, 'directory' | 'now' | 'zone'> & { readonly item: OncallItem },
): ReactElement | null {
  const { item, directory, now, zone } = props;
  const { i18n } = useTranslation();
  const { next } = item;
  if (!next) return item.until ? <>→ {soonOf(item.until, now, zone, i18n.language)}</> : null;
  const time = soonOf(next.at, now, zone, i18n.language);
  const names = someNames(directory, next.users, 1);
  // The time must survive a long name: it stands first.
  return (
    <>
      {time} → {names}
    </>
  );
}
