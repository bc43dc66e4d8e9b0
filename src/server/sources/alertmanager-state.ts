import { isObject } from './fields.ts';
import { readAll, type StateAnswer } from './state-answer.ts';

export interface AlertmanagerStateSettings {
  readonly url: string;
  /** Only what is routed to it is told; undefined: everything. */
  readonly receiver?: string | undefined;
}

/**
 * The answer to `GET /api/v2/alerts` as bodies of Alertmanager's webhook (ING169). Silenced and inhibited alerts are
 * there and quiet. Source: `api/v2/openapi.yaml` of prometheus/alertmanager, `gettableAlert`.
 */
export function readAlertmanagerState(
  answer: unknown,
  { url, receiver }: AlertmanagerStateSettings,
): StateAnswer {
  return readAll(
    answer,
    'alerts',
    ({ labels, annotations, fingerprint, startsAt, generatorURL, ...rest }) => {
      if (!isObject(labels) || typeof fingerprint !== 'string' || !isObject(rest.status)) return null;
      const { state } = rest.status;
      if (typeof state !== 'string') return null;
      const names = receiversOf(rest.receivers);
      if (names === null) return null;
      const alert = { status: 'firing', labels, annotations, startsAt, generatorURL, fingerprint };
      const to = receiver ?? names[0];
      return {
        body: {
          version: '4',
          ...(to === undefined ? {} : { receiver: to }),
          externalURL: url,
          alerts: [alert],
        },
        isQuiet: state === 'suppressed' || (receiver !== undefined && !names.includes(receiver)),
      };
    },
  );
}

/** Names of an alert's receivers; null where the list is not readable. */
function receiversOf(value: unknown): readonly string[] | null {
  if (!Array.isArray(value)) return null;
  const names = value.map((item: unknown) => (isObject(item) ? item.name : undefined));
  return names.every((name) => typeof name === 'string') ? names : null;
}
