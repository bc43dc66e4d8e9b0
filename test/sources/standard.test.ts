import { describe, expect, it } from 'vitest';
import { MAX_BATCH } from '../../src/server/sources/batch.ts';
import { createdResult, doorAt, eventOf, KEY, refusal, refusalOf, requestOf } from './request.ts';

const door = doorAt(`/integration/standard/v1/${KEY}`);
const full = {
  summary: 'Threshold Crossed: 1 datapoint [31.8 (19/12/19 17:40:00)] was greater than the threshold (90.0)',
  event_id: '129335065553',
  status: 'open',
  urgency: 'high',
  event_time: '2019-12-19T17:40:00+09:00',
  metric_name: 'CPUUtilization',
  threshold: '90',
  metric_value: '93.1',
  resource_name: 'i-9c09acd49a25',
  event_type: 'INFO',
  custom_details: { 'ping time': '1500ms', 'load avg': 0.75, graph: 'https://g.example/d/1' },
};

describe('Standard events', () => {
  it('[ING9] every field of the guide arrives', () => {
    expect(eventOf(door, full)).toEqual({
      status: 'open',
      summary: full.summary,
      dedupKey: '129335065553',
      urgency: 'high',
      urgencyWord: 'high',
      eventAt: Date.UTC(2019, 11, 19, 8, 40),
      resource: 'i-9c09acd49a25',
      metricName: 'CPUUtilization',
      metricValue: '93.1',
      threshold: '90',
      eventType: 'INFO',
      details: full.custom_details,
      links: [{ text: 'graph', url: 'https://g.example/d/1' }],
    });
  });

  it('[ING9] a summary alone is an open event of urgency none with no key', () => {
    const event = eventOf(door, { summary: 'disk full on db01' });
    expect(event).toMatchObject({
      status: 'open',
      urgency: null,
      urgencyUnset: 'none',
      urgencyWord: null,
      dedupKey: null,
      eventAt: null,
    });
    expect(event.details).toEqual({});
  });

  it('[ING9] numbers stand for texts', () => {
    const event = eventOf(door, {
      summary: 503,
      event_id: 7,
      threshold: 90,
      metric_value: 93.1,
      event_time: 1576744800,
    });
    expect(event).toMatchObject({ summary: '503', dedupKey: '7', threshold: '90', metricValue: '93.1' });
    expect(event.eventAt).toBe(1576744800000);
  });

  it.each([
    ['nothing', {}],
    ['null', { summary: null }],
    ['an empty text', { summary: ' \n ' }],
    ['control characters only', { summary: '\u0000\u0007' }],
    ['an object', { summary: { text: 'x' } }],
    ['a list', { summary: ['x'] }],
  ])('[ING2] a summary that is %s is refused by name', (_, body) => {
    expect(refusalOf(door, body)).toMatch(/^ING2 summary: expected a text, found /);
  });

  it.each([null, 'text', 7, true, []])(
    '[ING2] a body that is %j is refused, naming what is missing',
    (body) => {
      expect(refusalOf(door, body)).toMatch(/^ING2 body: expected an object with summary, found /);
    },
  );

  it('[ING6] an unknown status is refused; case and an empty one are not held against it', () => {
    for (const status of ['resolved', 'OPENED', 5, {}, [], 'constructor']) {
      expect(refusalOf(door, { ...full, status })).toMatch(
        /^ING6 status: expected open, ack or close, found /,
      );
    }
    expect(eventOf(door, { ...full, status: 'CLOSE' }).status).toBe('close');
    for (const status of [undefined, null, ''])
      expect(eventOf(door, { ...full, status }).status).toBe('open');
  });

  it.each(['ack', 'close'])('[ING7] %s needs an event_id', (status) => {
    for (const event_id of [undefined, null, '', '  ']) {
      expect(refusalOf(door, { summary: 'x', status, event_id })).toMatch(/^ING7 event_id: /);
    }
    expect(eventOf(door, { summary: 'x', status, event_id: 0 })).toMatchObject({ status, dedupKey: '0' });
    expect(refusalOf(door, { summary: 'x', event_id: {} })).toMatch(
      /^ING2 event_id: expected a text or a number/,
    );
  });

  it('[RTE9] an urgency nobody knows is kept as a word', () => {
    expect(eventOf(door, { ...full, urgency: 'Spicy' })).toMatchObject({
      urgency: null,
      urgencyWord: 'Spicy',
    });
    expect(eventOf(door, { ...full, urgency: '긴급' })).toMatchObject({ urgency: 'highest' });
    expect(eventOf(door, { ...full, urgency: ['high'] })).toMatchObject({
      urgency: null,
      urgencyWord: 'a list',
    });
    expect(eventOf(door, { ...full, urgency: '' })).toMatchObject({
      urgency: null,
      urgencyWord: null,
      urgencyUnset: 'none',
    });
  });

  it('[ING9] custom_details that are no object go under "value"', () => {
    expect(eventOf(door, { ...full, custom_details: 'text' }).details).toEqual({ value: 'text' });
    expect(eventOf(door, { ...full, custom_details: [1, 2] }).details).toEqual({ value: [1, 2] });
    expect(eventOf(door, { ...full, custom_details: null }).details).toEqual({});
  });

  it('[ING1] of a list each element is judged alone, good ones kept', () => {
    const parsed = door.parse(requestOf([full, { status: 'open' }, 'x', { summary: 'second' }]));
    expect(parsed.map(({ ok }) => ok)).toEqual([true, false, false, true]);
  });

  it('[ING8] elements beyond 10,000 are refused with a reason, not dropped', () => {
    const parsed = door.parse(requestOf(Array.from({ length: MAX_BATCH + 3 }, () => ({ summary: 'x' }))));
    expect(parsed).toHaveLength(MAX_BATCH + 3);
    expect(parsed.filter(({ ok }) => ok)).toHaveLength(MAX_BATCH);
    expect(parsed.at(-1)).toMatchObject({ ok: false, reason: { code: 'ING8' } });
  });
});

describe('Standard answers', () => {
  it('[ING13] exactly 200, code as text, and what became of each event', () => {
    const other = { ...createdResult, outcome: 'rejected' as const, incident: null };
    expect(door.accept([createdResult, other], requestOf(null))).toEqual({
      status: 200,
      body: {
        code: '200',
        msg: 'ok',
        events: [
          { outcome: 'created', incident: 'inc-1', reason: createdResult.reason },
          { outcome: 'rejected', reason: createdResult.reason },
        ],
      },
    });
  });

  it.each([
    ['body', 400],
    ['too-large', 413],
    ['method', 405],
    ['overload', 429],
    ['storage', 503],
  ] as const)('[ING13] %s is answered %i with its reason', (kind, status) => {
    const answer = door.refuse(refusal(kind, 'summary: expected a text'), null);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ code: String(status), msg: 'summary: expected a text' });
  });

  it('[ING14] every wrong key reads alike', () => {
    const answers = ['unknown', 'revoked', 'of another type'].map((text) =>
      door.refuse(refusal('key', text), null),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]?.status).toBe(401);
  });
});
