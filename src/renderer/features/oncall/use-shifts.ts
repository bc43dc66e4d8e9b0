import { useEffect, useState } from 'react';
import { shiftListSchema } from '../../../shared/api/oncall.ts';
import type { Shift } from '../../../shared/oncall.ts';
import { api, type Problem } from '../../session/api.ts';
import { queryOf } from '../shell/use-api.ts';
import { useFloor } from '../shell/use-floor.ts';
import { instantText } from '../shell/zoned.ts';

export interface ScheduleShift extends Shift {
  readonly schedule: string;
}

interface State {
  readonly shifts: readonly ScheduleShift[] | null;
  readonly problem: Problem | null;
}

/** Shifts of schedules within `[from, to)`, as the server computes them; read again when who is on call changes. */
export function useShifts(schedules: readonly string[], from: number, to: number, round: number): State {
  const [state, setState] = useState<State>({ shifts: null, problem: null });
  const oncall = useFloor((floor) => floor.oncall);
  const key = schedules.join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change on call, or a round, asks again
  useEffect(() => {
    const abort = new AbortController();
    const ids = key === '' ? [] : key.split('\n');
    void Promise.all(
      ids.map(async (schedule) => {
        const path = `/api/v1/schedules/${encodeURIComponent(schedule)}/shifts${queryOf({ from: instantText(from), to: instantText(to) })}`;
        return { schedule, result: await api(path, { schema: shiftListSchema, signal: abort.signal }) };
      }),
    ).then((answers) => {
      if (abort.signal.aborted) return;
      const shifts: ScheduleShift[] = [];
      for (const { schedule, result } of answers) {
        if (!result.ok) {
          setState((before) => ({ ...before, problem: result.problem }));
          return;
        }
        for (const shift of result.value.items) shifts.push({ ...shift, schedule });
      }
      setState({ shifts, problem: null });
    });
    return () => abort.abort();
  }, [key, from, to, oncall, round]);
  return state;
}
