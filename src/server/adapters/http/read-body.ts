import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';

export type BodyRead =
  | { readonly ok: true; readonly bytes: Buffer }
  | {
      readonly ok: false;
      /** `aborted`: the sender went away, nobody is left to answer. */
      readonly why: 'too-large' | 'aborted' | 'encoding' | 'corrupt';
      /** What had arrived, at most 2 kB, for the record of the refusal. */
      readonly head: string;
    };

const EMPTY = Buffer.alloc(0);
const UNPACK = new Map([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
] as const);

/** Requests whose sender waits for `100 Continue` before the body; set by the server, honoured on the first read. */
const awaiting = new WeakMap<IncomingMessage, ServerResponse>();
export const expectContinue = (req: IncomingMessage, res: ServerResponse) => awaiting.set(req, res);

/** Reads a body of at most `limit` bytes, as sent and after decompression (STR46, ING22, ING26). Never rejects. */
export function readBody(req: IncomingMessage, limit: number): Promise<BodyRead> {
  const encoding = req.headers['content-encoding'];
  const isPlain = encoding === undefined || encoding === 'identity' || encoding === '';
  const unpack = isPlain ? null : UNPACK.get(encoding.trim().toLowerCase() as 'gzip');
  if (unpack === undefined) return Promise.resolve({ ok: false, why: 'encoding', head: '' });
  if (Number(req.headers['content-length'] ?? 0) > limit)
    return Promise.resolve({ ok: false, why: 'too-large', head: '' });
  const waiting = awaiting.get(req);
  if (waiting !== undefined) {
    awaiting.delete(req);
    waiting.writeContinue();
  }
  const sent = collect(req, limit);
  return unpack === null ? sent : unpacked(sent, unpack, limit);
}

type Unpack = (bytes: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

/** Unpacks off the main thread, never to more than `limit` bytes: a bomb costs no memory. */
async function unpacked(body: Promise<BodyRead>, unpack: Unpack, limit: number): Promise<BodyRead> {
  const sent = await body;
  if (!sent.ok || sent.bytes.length === 0) return sent;
  try {
    return { ok: true, bytes: await unpack(sent.bytes, { maxOutputLength: limit }) };
  } catch (error) {
    const why = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'corrupt';
    return { ok: false, why, head: '' };
  }
}

function collect(req: IncomingMessage, limit: number): Promise<BodyRead> {
  return new Promise((resolve) => {
    let first: Buffer | null = null;
    let chunks: Buffer[] | null = null;
    let size = 0;
    const settle = (read: BodyRead) => {
      req.off('data', onData).off('end', onEnd).off('close', onGone).off('error', onGone);
      resolve(read);
    };
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        const head = (first ?? chunk).subarray(0, 2000).toString('utf8');
        settle({ ok: false, why: 'too-large', head });
        return;
      }
      if (first === null) first = chunk;
      else {
        chunks ??= [first];
        chunks.push(chunk);
      }
    };
    const onEnd = () =>
      settle({ ok: true, bytes: chunks === null ? (first ?? EMPTY) : Buffer.concat(chunks, size) });
    const onGone = () => settle({ ok: false, why: 'aborted', head: '' });
    req.on('data', onData).on('end', onEnd).on('close', onGone).on('error', onGone);
  });
}

/** How much of a refused body is read away so that its sender can read the answer, and for how long. */
const DRAIN_BYTES = 16 * 1024 * 1024;
const DRAIN_MS = 5_000;

/** Reads and forgets the rest of a refused body; a sender that goes on and on is cut off. */
export function drain(req: IncomingMessage): void {
  if (req.complete || req.destroyed) return;
  let left = DRAIN_BYTES;
  const cut = setTimeout(() => req.destroy(), DRAIN_MS);
  cut.unref();
  req
    .on('error', () => undefined)
    .on('close', () => clearTimeout(cut))
    .on('end', () => clearTimeout(cut))
    .on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) req.destroy();
    });
}
