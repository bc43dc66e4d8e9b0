import type { Inhibition } from '../../../shared/config/noise.ts';
import type { Service } from '../../../shared/config/service.ts';
import { type ConditionDefaults, compileCondition, type Test } from '../matching/condition.ts';
import type { Subject } from '../matching/subject.ts';

/** What an open incident mutes, decided when it was created and kept with it. */
export interface Inhibits {
  readonly rule: string;
  /** Values of the rule's equal fields, as one text. */
  readonly equal: string;
  /** Its event was a target of the rule too: it does not mute what is both as well. */
  readonly isTarget: boolean;
}

interface CompiledInhibition {
  readonly id: string;
  readonly source: Test;
  readonly target: Test;
  readonly equal: readonly string[];
  readonly dependents: boolean;
}

export interface Inhibitions {
  /** What an incident of this event would mute. */
  sourcesOf(subject: Subject, at: number): readonly Inhibits[];
  /** The first open incident that mutes this event, with the rule that says so; null when none does. */
  findSource<T extends { readonly inhibits?: readonly Inhibits[] }>(
    target: { readonly subject: Subject; readonly service: string; readonly at: number },
    open: (slot: string) => Iterable<T>,
  ): { readonly rule: string; readonly incident: T } | null;
}

/** Where open incidents are found that mute by a rule: by the equal fields, and by their service where that counts. */
export const inhibitionSlot = (rule: string, equal: string, service: string): string =>
  JSON.stringify([rule, equal, service]);

const equalOf = (fields: readonly string[], subject: Subject): string =>
  JSON.stringify(fields.map((name) => subject.field(name) ?? null));

/** Every service that each one depends on, over any number of steps; rings end where they began. */
export function dependencyClosure(
  services: readonly Pick<Service, 'id' | 'dependsOn'>[],
): ReadonlyMap<string, readonly string[]> {
  const direct = new Map(services.map(({ id, dependsOn }) => [id, dependsOn]));
  return new Map(
    services.map(({ id }) => {
      const found = new Set<string>();
      const pending = [...(direct.get(id) ?? [])];
      for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
        if (found.has(next) || next === id) continue;
        found.add(next);
        pending.push(...(direct.get(next) ?? []));
      }
      return [id, [...found]] as const;
    }),
  );
}

/**
 * [SUP6] A source incident mutes events that match the rule's target and agree in its equal fields (a field that neither
 * has counts as equal); [SUP7] with `dependents` only those of services that depend on the source's. An event that is
 * source and target at once is not muted by an incident of which the same is true, so that nothing mutes itself.
 * Source of the rule: Alertmanager's inhibition.
 */
export function compileInhibitions(
  rules: readonly Inhibition[],
  services: readonly Pick<Service, 'id' | 'dependsOn'>[],
  defaults: ConditionDefaults,
): Inhibitions {
  const compiled: readonly CompiledInhibition[] = rules.map(({ id, source, target, equal, dependents }) => ({
    id,
    source: compileCondition(source, defaults),
    target: compileCondition(target, defaults),
    equal,
    dependents,
  }));
  const dependencies = dependencyClosure(services);
  return {
    sourcesOf: (subject, at) =>
      compiled
        .filter(({ source }) => source(subject, at))
        .map(({ id, equal, target }) => ({
          rule: id,
          equal: equalOf(equal, subject),
          isTarget: target(subject, at),
        })),
    findSource({ subject, service, at }, open) {
      for (const rule of compiled) {
        if (!rule.target(subject, at)) continue;
        const equal = equalOf(rule.equal, subject);
        const isSourceToo = rule.source(subject, at);
        const places = rule.dependents ? (dependencies.get(service) ?? []) : [''];
        for (const place of places) {
          for (const incident of open(inhibitionSlot(rule.id, equal, place))) {
            const own = incident.inhibits?.find((one) => one.rule === rule.id && one.equal === equal);
            if (own && (rule.dependents || !(own.isTarget && isSourceToo)))
              return { rule: rule.id, incident };
          }
        }
      }
      return null;
    },
  };
}
