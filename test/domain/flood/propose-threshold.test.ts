import { describe, expect, test } from 'vitest';
import {
  FLOOD_SPAN_MS,
  LEAST_THRESHOLD,
  proposeFloodThreshold,
} from '../../../src/server/domain/flood/propose-threshold.ts';

const TO = 1_000_000 * FLOOD_SPAN_MS;
const DAYS = (days: number) => TO - days * 144 * FLOOD_SPAN_MS;

describe('a proposed flood threshold', () => {
  test('[REP20] the 99th percentile of all ten-minute spans, the quiet ones counted', () => {
    // 4,320 spans: 43 of them may be above the percentile, whatever they hold.
    const counts = [...Array.from({ length: 43 }, () => 90), ...Array.from({ length: 200 }, () => 17), 1, 2];
    const proposal = proposeFloodThreshold({ to: TO, firstAt: DAYS(30), counts }, 10);
    expect(proposal).toMatchObject({
      threshold: 17,
      days: 30,
      incidents: 43 * 90 + 200 * 17 + 3,
      busiest: 90,
      floods: { now: 243, proposed: 43 },
      reason: { code: 'REP20', params: { usual: 17, least: LEAST_THRESHOLD, days: 30 } },
    });
    const one = proposeFloodThreshold({ to: TO, firstAt: DAYS(30), counts: [...counts, 90] }, 10);
    expect(one.threshold).toBe(90);
  });

  test('[REP20] a quiet room gets the lower bound, and the reason says what its own figure was', () => {
    const counts = Array.from({ length: 400 }, () => 1);
    const proposal = proposeFloodThreshold({ to: TO, firstAt: DAYS(30), counts }, 10);
    expect(proposal.threshold).toBe(LEAST_THRESHOLD);
    expect(proposal.reason.params).toMatchObject({ usual: 1 });
    const fewer = proposeFloodThreshold({ to: TO, firstAt: DAYS(30), counts: [50, 50] }, 10);
    expect(fewer).toMatchObject({ threshold: LEAST_THRESHOLD, reason: { params: { usual: 0 } } });
  });

  test('[REP21] nothing is proposed from less than a week or a hundred incidents, and how much there is is said', () => {
    const busy = Array.from({ length: 144 }, () => 3);
    expect(proposeFloodThreshold({ to: TO, firstAt: DAYS(6.5), counts: busy }, 10)).toMatchObject({
      threshold: null,
      floods: { now: 0, proposed: null },
      reason: { code: 'REP21', params: { days: 6.5, incidents: 432, leastDays: 7, leastIncidents: 100 } },
    });
    expect(proposeFloodThreshold({ to: TO, firstAt: DAYS(7), counts: busy }, 10).threshold).toBe(
      LEAST_THRESHOLD,
    );
    const few = Array.from({ length: 33 }, () => 3);
    expect(proposeFloodThreshold({ to: TO, firstAt: DAYS(20), counts: few }, 10).reason.code).toBe('REP21');
    expect(proposeFloodThreshold({ to: TO, firstAt: null, counts: [] }, 10)).toMatchObject({
      threshold: null,
      days: 0,
      incidents: 0,
      busiest: 0,
    });
  });
});
