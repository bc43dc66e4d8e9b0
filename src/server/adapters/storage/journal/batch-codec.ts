import type { EscalationPolicy } from '../../../../shared/config/policy.ts';
import type { Incident, Run } from '../../../domain/incident/incident.ts';
import type { Batch } from '../../../runtime/ports.ts';

/** Runs name their policy by its place in `policies`: it is large, and the same for most incidents of a batch. */
type PackedRun = Omit<Run, 'policy'> & { readonly policy: number };
type PackedIncident = Omit<Incident, 'run'> & { readonly run: PackedRun | null };
interface PackedBatch extends Omit<Batch, 'incidents'> {
  readonly policies: readonly string[];
  readonly incidents: readonly PackedIncident[];
}

const utf8 = new TextEncoder();
const fromUtf8 = new TextDecoder();
/** Texts of policies remembered at most. */
const REMEMBERED = 1000;

/** Writes batches as bytes. Policies are objects that live as long as a config revision: each is written out once. */
export function createBatchEncoder(): (batch: Batch) => Uint8Array<ArrayBuffer> {
  const texts = new WeakMap<EscalationPolicy, string>();
  const textOf = (policy: EscalationPolicy): string => {
    const known = texts.get(policy) ?? JSON.stringify(policy);
    texts.set(policy, known);
    return known;
  };
  return (batch) => {
    const places = new Map<string, number>();
    const placeOf = (policy: EscalationPolicy): number => {
      const text = textOf(policy);
      const place = places.get(text) ?? places.size;
      places.set(text, place);
      return place;
    };
    const incidents = batch.incidents.map((one): PackedIncident => {
      const { run } = one;
      return { ...one, run: run && { ...run, policy: placeOf(run.policy) } };
    });
    const packed: PackedBatch = { ...batch, incidents, policies: [...places.keys()] };
    return utf8.encode(JSON.stringify(packed));
  };
}

/** Reads them back. Equal policies come out as one object, which is how the ledger knows that it has them. */
export function createBatchDecoder(): (payload: Uint8Array) => Batch {
  const known = new Map<string, EscalationPolicy>();
  const policyOf = (text: string): EscalationPolicy => {
    const policy = known.get(text) ?? (JSON.parse(text) as EscalationPolicy);
    if (known.size >= REMEMBERED) known.clear();
    known.set(text, policy);
    return policy;
  };
  return (payload) => {
    const { policies: texts, incidents, ...batch } = JSON.parse(fromUtf8.decode(payload)) as PackedBatch;
    const policies = texts.map(policyOf);
    return {
      ...batch,
      incidents: incidents.map((one): Incident => {
        const { run } = one;
        return { ...one, run: run && { ...run, policy: policies[run.policy]! } };
      }),
    };
  };
}
