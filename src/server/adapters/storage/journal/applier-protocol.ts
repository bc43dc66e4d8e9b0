/** What the journaled ledger and the thread that fills the database say to each other. */
export interface ApplierData {
  readonly dir: string;
  /** The install that the database must belong to. */
  readonly install: string;
  /** Shared by both: see `CONTROL`. */
  readonly control: SharedArrayBuffer;
  /** Records of the journal up to this number were written before the thread began: it reads them itself. */
  readonly journaledUpTo: number;
}

/** Places in the shared memory, 64-bit integers. */
export const CONTROL = {
  /** Number of the last record that the database has for good. */
  applied: 0,
  /** 1 while the database refuses. */
  failed: 1,
  /** 1 once the thread has closed the database. */
  closed: 2,
} as const;
export const CONTROL_BYTES = 8 * Object.keys(CONTROL).length;

export type ApplierRequest =
  | { readonly kind: 'record'; readonly seq: number; readonly payload: Uint8Array<ArrayBuffer> }
  /** Somebody waits for what was sent before. */
  | { readonly kind: 'hurry' }
  | { readonly kind: 'close' };

export type ApplierReport =
  /** The shared memory has changed. */
  | { readonly kind: 'applied' }
  | { readonly kind: 'failed'; readonly detail: string }
  /** A record that the database can never take was set aside in `file`, relative to the data folder. */
  | { readonly kind: 'set-aside'; readonly seq: number; readonly file: string; readonly detail: string };
