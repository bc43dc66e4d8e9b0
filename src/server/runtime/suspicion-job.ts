import { reason, SYSTEM } from '../../shared/reason.ts';
import { createIncident } from '../domain/incident/create.ts';
import type { FloorCore } from './floor-core.ts';

/** Domain of keys about ourselves: no id of an integration begins like this (DED1). */
const OWN_DOMAIN = ':watchfloor';

/**
 * [ING28] Three refusals or wrong keys from one address in ten minutes open an incident about the integration itself,
 * one per address and kind while it is open. A wrong key belongs to no integration: then the first service hears of it.
 */
export async function openSuspicion(
  core: FloorCore,
  address: string,
  kind: 'refused' | 'wrong-key',
  integration: string | null,
): Promise<void> {
  const { config } = core.catalog();
  const found = config.integrations.find((one) => one.id === integration);
  const service = found?.service ?? config.services[0]?.id;
  if (service === undefined) return;
  const key = `${kind}/${integration ?? 'any'}/${address}`;
  const what =
    kind === 'refused'
      ? `refused requests to ${found?.name ?? integration ?? 'an integration'}`
      : 'wrong keys';
  const why = reason('ING28', `three ${what} from ${address} within 10 minutes`, {
    address,
    kind,
    integration,
  });
  await core.change('suspicion', (turn) => {
    const open = turn.findOpen(OWN_DOMAIN, key);
    if (open) {
      turn.touch(open);
      return;
    }
    const decision = createIncident(
      {
        id: core.newId(),
        number: turn.nextNumber++,
        summary:
          kind === 'refused' ? `Refused 3 times: ${what} from ${address}` : `3 wrong keys from ${address}`,
        urgency: 'medium',
        service,
        integration: found?.id ?? null,
        domain: OWN_DOMAIN,
        dedupKey: key,
        createdBy: SYSTEM,
        why,
      },
      core.contextAt(turn.at),
    );
    turn.apply(decision);
    turn.record(SYSTEM, 'incident.suspicion', `incident:${decision.incident.id}`, {
      after: { address, kind, integration },
      reason: why,
    });
  });
}
