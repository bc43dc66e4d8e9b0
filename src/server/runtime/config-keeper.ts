import { type ConfigDocument, configDocumentSchema, EMPTY_CONFIG } from '../../shared/config/document.ts';
import type { ConfigProblem } from '../../shared/config/validate.ts';
import type { Actor } from '../../shared/reason.ts';
import { checkDocument, type HashSecret, hashDocumentSecrets, type Revision } from './config-revision.ts';
import type { ConfigChange } from './floor.ts';
import type { Turn } from './turn.ts';

/** The config file as this needs it. Reading never throws: an unreadable file is a problem with words. */
export interface ConfigFilePort {
  read(): {
    readonly document: unknown;
    readonly source: 'file' | 'bak' | 'none';
    readonly problem?: string;
  };
  write(document: ConfigDocument): void | Promise<void>;
}

export interface ConfigDeps {
  readonly hashSecret: HashSecret;
  /** Hash of a document's content, the same for equal content. */
  readonly hashDocument: (document: ConfigDocument) => string;
}

/** What start-up found, and what it must do about it. */
export type StartConfig =
  | {
      readonly ok: true;
      readonly revision: Revision;
      readonly change: { readonly action: string; readonly before: ConfigDocument | null } | null;
      readonly writesFile: boolean;
    }
  | { readonly ok: false; readonly where: string; readonly problems: readonly ConfigProblem[] };

/**
 * Chooses the document in force at start. A file the operator owns (`owned`) always wins; else the data folder's own
 * file, compared with the ledger: the same, one revision behind (brought forward), or edited by hand (validated,
 * audited); else the document to import; else an empty one. Anything wrong is said by path, and nothing starts.
 */
export function chooseConfig(
  input: {
    readonly known: Revision | null;
    readonly file: ReturnType<ConfigFilePort['read']>;
    readonly owned: { readonly path: string; readonly document: unknown } | null;
    readonly imported: { readonly path: string; readonly document: unknown } | null;
  },
  deps: ConfigDeps,
): StartConfig {
  const { file, owned, imported } = input;
  const known = input.known && broughtForward(input.known, deps);
  const check = (document: unknown, where: string) => {
    const result = checkDocument(hashDocumentSecrets(document, deps.hashSecret));
    return result.ok ? result : { ok: false as const, where, problems: result.problems };
  };
  const next = (document: ConfigDocument, action: string, writesFile = true): StartConfig => {
    const hash = deps.hashDocument(document);
    if (known?.hash === hash) return { ok: true, revision: known, change: null, writesFile };
    const revision = { revision: (known?.revision ?? 0) + 1, hash, previous: known?.hash ?? null, document };
    return { ok: true, revision, change: { action, before: known?.document ?? null }, writesFile };
  };

  if (owned) {
    const result = check(owned.document, owned.path);
    return result.ok ? next(result.config, 'config.apply-file') : result;
  }
  if (file.source === 'none') {
    if (known) return { ok: true, revision: known, change: null, writesFile: true };
    if (!imported) return next(EMPTY_CONFIG, 'config.create');
    const result = check(imported.document, imported.path);
    return result.ok ? next(result.config, 'config.import') : result;
  }
  const result = check(file.document, 'config.json');
  if (!result.ok) return result;
  const hash = deps.hashDocument(result.config);
  if (known && (hash === known.hash || hash === known.previous)) {
    return {
      ok: true,
      revision: known,
      change: null,
      writesFile: hash !== known.hash || file.source === 'bak',
    };
  }
  // The last good copy is older than what the ledger holds; a torn write must not undo a change.
  if (known && file.source === 'bak') return { ok: true, revision: known, change: null, writesFile: true };
  return next(result.config, 'config.hand-edit');
}

/**
 * A revision that an older version stored, with what has been added to the document since at its defaults, so that an
 * upgrade is not taken for a hand edit and nothing in force is missing.
 */
function broughtForward(known: Revision, deps: ConfigDeps): Revision {
  const parsed = configDocumentSchema.safeParse(known.document);
  if (!parsed.success) return known;
  return { ...known, document: parsed.data, hash: deps.hashDocument(parsed.data) };
}

/** Strong validator of a revision, for `ETag` and `If-Match`. */
export const etagOf = (revision: Revision): string => `"${revision.revision}-${revision.hash.slice(0, 16)}"`;

/** Checks a document that somebody wants in force; the change itself is one job of the runner. */
export function prepareChange(
  document: unknown,
  current: Revision,
  ifMatch: string | null,
  deps: ConfigDeps,
): { readonly ok: true; readonly revision: Revision } | Extract<ConfigChange, { ok: false }> {
  if (ifMatch !== null && ifMatch !== '*' && ifMatch !== etagOf(current)) return { ok: false, kind: 'stale' };
  const result = checkDocument(hashDocumentSecrets(document, deps.hashSecret));
  if (!result.ok) return { ok: false, kind: 'invalid', problems: result.problems };
  const hash = deps.hashDocument(result.config);
  return {
    ok: true,
    revision: { revision: current.revision + 1, hash, previous: current.hash, document: result.config },
  };
}

/** Puts a revision and its audit entry into a turn. Stored documents hold hashes only, so the audit shows no secret. */
export function stageRevision(
  turn: Turn,
  revision: Revision,
  actor: Actor,
  action: string,
  before: ConfigDocument | null,
): void {
  turn.put({ kind: 'revision', id: 'config', value: revision });
  turn.record(actor, action, 'config', { before, after: revision.document });
}
