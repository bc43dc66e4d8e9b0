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
const NEWLINE = 10;
/** Elements of each list in one text: catching up after an outage may be larger than a text can be. */
const MOST_IN_TEXT = 5000;
const LISTS = ['incidents', 'touches', 'entries', 'events', 'repeats', 'outbox', 'audit'] as const;
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
    const rest = restOf(packed);
    if (rest.length === 0) return utf8.encode(JSON.stringify(packed));
    const texts = [firstOf(packed), ...rest].map((part) => `${JSON.stringify(part)}\n`);
    return new Uint8Array(Buffer.concat(texts.map((text) => utf8.encode(text))));
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
    const { policies: texts, incidents, ...batch } = unpack(payload);
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

type Lists = Pick<PackedBatch, (typeof LISTS)[number]>;

const sliceOf = (packed: PackedBatch, from: number): Lists =>
  Object.fromEntries(LISTS.map((name) => [name, packed[name].slice(from, from + MOST_IN_TEXT)])) as never;

/** A batch whose lists are too long for one text, cut after their first elements. */
const firstOf = (packed: PackedBatch): PackedBatch => ({ ...packed, ...sliceOf(packed, 0) });

function restOf(packed: PackedBatch): readonly Lists[] {
  const longest = Math.max(...LISTS.map((name) => packed[name].length));
  const rest: Lists[] = [];
  for (let from = MOST_IN_TEXT; from < longest; from += MOST_IN_TEXT) rest.push(sliceOf(packed, from));
  return rest;
}

/** Each text is a line: JSON has no bare line break. */
function unpack(payload: Uint8Array): PackedBatch {
  const parts: Lists[] = [];
  for (let at = 0; at < payload.length; ) {
    const newline = payload.indexOf(NEWLINE, at);
    const end = newline === -1 ? payload.length : newline;
    parts.push(JSON.parse(fromUtf8.decode(payload.subarray(at, end))) as Lists);
    at = end + 1;
  }
  const [first] = parts;
  if (parts.length === 1) return first as PackedBatch;
  const whole = LISTS.map((name) => [name, parts.flatMap((part) => part[name] as readonly unknown[])]);
  return { ...(first as PackedBatch), ...Object.fromEntries(whole) };
}
