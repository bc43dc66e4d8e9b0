/** What the query client and its workers say to each other. */
export interface QueryWorkerData {
  readonly dir: string;
}

export interface QueryRequest {
  readonly id: number;
  /** A read of `LedgerReads`, `backup`, `checkpoint`, or `archive.` and a method of the archive port. */
  readonly method: string;
  readonly args: readonly unknown[];
  /** The caller's clock, epoch ms. */
  readonly now: number;
}

export type QueryAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly name: string; readonly message: string };
