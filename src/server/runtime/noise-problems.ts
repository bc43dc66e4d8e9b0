import type { ConfigDocument } from '../../shared/config/document.ts';
import type { ConfigProblem } from '../../shared/config/validate.ts';
import { findConditionProblems } from '../domain/matching/condition-problems.ts';
import { isEventField } from '../domain/matching/subject.ts';
import { overlapsItself } from './quiet-service.ts';

/** What is wrong with the conditions, fields and repetitions of noise rules (SUP1, SUP6, SUP10, RTE14). */
export function noiseProblems(config: ConfigDocument): ConfigProblem[] {
  const ofConditions = [
    ...config.services.flatMap(({ urgency }, s) =>
      urgency.rules.flatMap(({ when }, r) =>
        findConditionProblems(when, `services[${s}].urgency.rules[${r}].when`, isEventField),
      ),
    ),
    ...config.inhibitions.flatMap(({ source, target }, i) => [
      ...findConditionProblems(source, `inhibitions[${i}].source`, isEventField),
      ...findConditionProblems(target, `inhibitions[${i}].target`, isEventField),
    ]),
  ];
  const needField = (name: string, path: string): ConfigProblem[] =>
    isEventField(name) ? [] : [{ path, message: 'expected a field of events', found: JSON.stringify(name) }];
  const ofFields = [
    ...config.services.flatMap(({ creation }, s) =>
      (creation.fields ?? []).flatMap((name, f) => needField(name, `services[${s}].creation.fields[${f}]`)),
    ),
    ...config.inhibitions.flatMap(({ equal }, i) =>
      equal.flatMap((name, e) => needField(name, `inhibitions[${i}].equal[${e}]`)),
    ),
  ];
  const ofRepeats = config.maintenance.flatMap((window, m) =>
    overlapsItself(window)
      ? [{ path: `maintenance[${m}].repeat.every`, message: 'expected a period longer than the maintenance' }]
      : [],
  );
  return [...ofConditions, ...ofFields, ...ofRepeats];
}
