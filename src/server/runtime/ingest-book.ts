import type { Conservation, SourceHeard } from '../../shared/stream.ts';
import type { Outcome } from '../../shared/words.ts';
import type { LedgerState } from './ports.ts';
import type { Turn } from './turn.ts';

interface RepeatRow {
  readonly id: string;
  readonly rawAt: number;
}

/** What ingestion remembers between turns: counters, who was heard, and the rows that collect hot repeats. */
export class IngestBook {
  readonly #repeatRows = new Map<string, RepeatRow>();
  readonly #staged = new Map<Turn, Map<string, RepeatRow>>();
  readonly #heard = new Map<string, SourceHeard>();
  #received: number;
  readonly #outcomes: Record<Outcome, number>;

  constructor(state: Pick<LedgerState, 'repeatRows' | 'heard' | 'conservation'>) {
    for (const row of state.repeatRows) this.#repeatRows.set(row.incident, { id: row.event, rawAt: 0 });
    for (const source of state.heard) this.#heard.set(source.integration, source);
    this.#received = state.conservation.received;
    this.#outcomes = { ...state.conservation.outcomes };
  }

  conservation(): Conservation {
    return { received: this.#received, outcomes: { ...this.#outcomes } };
  }

  heard(integration: string): SourceHeard | undefined {
    return this.#heard.get(integration);
  }

  /** Every integration with when it was last heard; nulls where it never was. */
  sourcesOf(integrations: readonly { readonly id: string }[]): SourceHeard[] {
    return integrations.map(
      ({ id }) => this.#heard.get(id) ?? { integration: id, lastAcceptedAt: null, lastRefusedAt: null },
    );
  }

  repeatRow(turn: Turn, incident: string): RepeatRow | undefined {
    return this.#staged.get(turn)?.get(incident) ?? this.#repeatRows.get(incident);
  }

  noteRepeatRow(turn: Turn, incident: string, row: RepeatRow): void {
    const staged = this.#staged.get(turn) ?? new Map<string, RepeatRow>();
    staged.set(incident, row);
    this.#staged.set(turn, staged);
  }

  /** Takes over what a turn staged, now that it is real. Turns that failed leave nothing behind. */
  settle(turn: Turn): void {
    for (const [incident, row] of this.#staged.get(turn) ?? []) this.#repeatRows.set(incident, row);
    this.#staged.clear();
    for (const incident of turn.incidents.values()) {
      if (incident.status === 'closed') this.#repeatRows.delete(incident.id);
    }
    for (const { outcome, count } of turn.outcomes()) {
      this.#outcomes[outcome] += count;
      this.#received += count;
    }
    for (const source of turn.heard.values()) this.#heard.set(source.integration, source);
  }
}
