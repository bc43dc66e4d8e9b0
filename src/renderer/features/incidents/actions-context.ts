import { createContext, useContext } from 'react';
import type { IncidentItem } from '../../../shared/incident.ts';
import type { Command } from '../../../shared/stream.ts';
import type { UndoQueue } from './undo-queue.ts';

/** What a person can do to incidents, from any page. Several at once wait five seconds and can be taken back. */
export interface Actions {
  readonly queue: UndoQueue;
  ack(items: readonly IncidentItem[]): void;
  /** Asks first: for Enter, and for a reason while the source still fires. */
  close(items: readonly IncidentItem[]): void;
  /** Asks to whom. */
  assign(items: readonly IncidentItem[]): void;
  /** Hands them to a person, after the time in which it can be taken back. */
  hand(items: readonly IncidentItem[], user: string): void;
  snooze(item: IncidentItem): void;
  /** Asks until when; then they close and their keys keep quiet, after the time in which it can be taken back. */
  shelve(items: readonly IncidentItem[]): void;
  /** Asks for how long; the services may be none yet. */
  maintain(services: readonly string[]): void;
  raise(): void;
  /** Sends one answer and says what came of it. True when it was taken. */
  send(command: Command): Promise<boolean>;
}

export const ActionsContext = createContext<Actions | null>(null);

/** The page's actions. Throws outside the shell: that is a bug, not a state. */
export function useActions(): Actions {
  const actions = useContext(ActionsContext);
  if (actions === null) throw new Error('useActions outside ActionsProvider');
  return actions;
}
