import { z } from 'zod';
import { deltaSchema, heartbeatSchema, PROTOCOL, snapshotSchema } from '../../shared/stream.ts';
import type { Frame } from './live-reducer.ts';

const envelope = z.object({ protocol: z.number() });

/**
 * Reads what the socket brought. Never throws: a shape that is not the contract's is an `unreadable` frame,
 * a snapshot of another protocol a `foreign` one (the rest of its shape may well have changed).
 */
export function readFrame(kind: 'snapshot' | 'delta' | 'heartbeat', body: unknown): Frame {
  if (kind === 'snapshot') {
    const { data: head } = envelope.safeParse(body);
    if (head && head.protocol !== PROTOCOL) return { kind: 'foreign', protocol: head.protocol };
    const { data } = snapshotSchema.safeParse(body);
    return data ? { kind, value: data } : { kind: 'unreadable' };
  }
  if (kind === 'delta') {
    const { data } = deltaSchema.safeParse(body);
    return data ? { kind, value: data } : { kind: 'unreadable' };
  }
  const { data } = heartbeatSchema.safeParse(body);
  return data ? { kind, value: data } : { kind: 'unreadable' };
}
