/** One step of the schema's history. What it says never changes after a release: everything it needs is inside. */
export interface Migration {
  /** Counts up from 1 without gaps; the database's `user_version` after it. */
  readonly version: number;
  readonly name: string;
  readonly statements: readonly string[];
}
