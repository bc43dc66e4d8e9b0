import { describe, expect, it } from 'vitest';
import { isEventField, lookUp } from '../../../src/server/domain/matching/subject.ts';
import { sampleEvent, subjectOf } from './sample-event.ts';

describe('fields of an event', () => {
  it('[RTE11] every field answers to its own name and to that of the Standard integration', () => {
    const subject = subjectOf();
    for (const [own, standard, value] of [
      ['dedupKey', 'event_id', 'db-7/disk'],
      ['eventAt', 'event_time', '2026-11-22T08:00:00.000Z'],
      ['resource', 'resource_name', 'db-7'],
      ['metricName', 'metric_name', 'disk.used'],
      ['metricValue', 'metric_value', '93.1'],
      ['details.team', 'custom_details.team', 'dba'],
    ] as const) {
      expect(subject.field(own)).toBe(value);
      expect(subject.field(standard)).toBe(value);
      expect(isEventField(own) && isEventField(standard)).toBe(true);
    }
    expect(subject.field('eventType')).toBeUndefined();
    expect(subject.field('urgencyWord')).toBe('P2');
  });

  it('[RTE11] paths go through own properties and array indexes, labels with dots included', () => {
    const { details } = sampleEvent;
    expect(lookUp(details, 'tags.0')).toBe('prod');
    expect(lookUp(details, 'tags.1.zone')).toBe('kr-1');
    expect(lookUp(details, 'labels.app.kubernetes.io/name')).toBe('payments');
    expect(lookUp(details, 'load')).toBe(0.75);
  });

  it.each([
    'constructor',
    '__proto__',
    'tags.length.x',
    'team.length',
    'labels.toString',
    'tags.2',
    'tags',
    'team.0.0',
    '',
  ])('[RTE11] nothing is found at details.%s', (path) => {
    expect(lookUp(sampleEvent.details, path)).toBeUndefined();
  });

  it('[RTE11] a key named __proto__ is plain data', () => {
    expect(lookUp(JSON.parse('{"__proto__":{"polluted":"yes"}}'), '__proto__.polluted')).toBe('yes');
    expect(lookUp({}, '__proto__.polluted')).toBeUndefined();
  });
});
