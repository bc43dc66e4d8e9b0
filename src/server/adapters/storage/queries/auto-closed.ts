/** How an incident ends that nobody answered and no tool closed: by silence, or with its maintenance (REP1). */
export const AUTO_CLOSED = `('silence', 'maintenance')`;
