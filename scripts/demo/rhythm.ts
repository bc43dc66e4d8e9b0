import { zonedParts } from './zoned-parts.ts';

/** Ordinary faults per hour at an instant: office hours are busy, nights and weekends quiet. */
export function faultsPerHour(at: number, zone: string): number {
  const { weekday, hour } = zonedParts(at, zone);
  const isWeekend = weekday === 0 || weekday === 6;
  const byHour =
    hour < 6 ? 2.2 : hour < 9 ? 5 : hour < 12 ? 14 : hour < 14 ? 9 : hour < 18 ? 13 : hour < 22 ? 6 : 3;
  return isWeekend ? byHour * 0.3 : byHour;
}

/** True in the hour of Tuesday's nightly batch. */
export function isBatchHour(at: number, zone: string): boolean {
  const { weekday, hour } = zonedParts(at, zone);
  return weekday === 2 && hour === 2;
}

/** Median minutes until somebody answers; nights are slower. */
export function ackMinutes(urgency: string, at: number, zone: string): number {
  const { hour } = zonedParts(at, zone);
  const byUrgency: Record<string, number> = { highest: 1.5, high: 3.5, medium: 7, low: 12 };
  return (byUrgency[urgency] ?? 60) * (hour < 7 || hour >= 22 ? 1.8 : 1);
}
