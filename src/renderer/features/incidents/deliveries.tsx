import type { Delivery } from '../../../shared/incident.ts';
import { clockTime, dateTime } from '../../format/instant.ts';
import { useNames, useZone } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';

/** How far each message got, by person and channel. */
export function Deliveries({ deliveries }: { readonly deliveries: readonly Delivery[] }) {
  const { t, locale } = useText();
  const names = useNames(locale);
  const zone = useZone();
  if (deliveries.length === 0) return <p className="c-note">{t('deliveries.none')}</p>;
  const people = [...new Set(deliveries.map((delivery) => delivery.user))];
  return (
    <ul className="c-deliveries">
      {people.map((user) => (
        <li key={user ?? ''}>
          <strong>{user === null ? t('deliveries.systems') : names.person(user)}</strong>
          <ul>
            {deliveries
              .filter((delivery) => delivery.user === user)
              .map((delivery) => {
                const at = delivery.lastAttemptAt ?? delivery.createdAt;
                return (
                  <li key={delivery.id} className={`c-delivery c-delivery-${delivery.state}`}>
                    <span>
                      {delivery.channel === ''
                        ? ''
                        : t(`channel.${delivery.channel}`, { defaultValue: delivery.channel })}{' '}
                      <span className="c-id">{delivery.contact}</span>
                    </span>
                    {delivery.bundle === null ? null : (
                      <span className="c-mark">{t('deliveries.bundle')}</span>
                    )}
                    <b>{t(`deliveries.${delivery.state}`)}</b>
                    <time dateTime={at} title={dateTime(at, zone, locale)}>
                      {clockTime(at, zone)}
                    </time>
                    {delivery.attempts > 1 ? (
                      <span>{t('deliveries.tries', { count: delivery.attempts })}</span>
                    ) : null}
                    {delivery.state === 'pending' && delivery.nextAttemptAt !== null ? (
                      <span>{t('deliveries.again', { time: clockTime(delivery.nextAttemptAt, zone) })}</span>
                    ) : null}
                    {delivery.error === null ? null : (
                      <span className="c-delivery-error">{delivery.error}</span>
                    )}
                  </li>
                );
              })}
          </ul>
        </li>
      ))}
    </ul>
  );
}
