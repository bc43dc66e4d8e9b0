import type { ConfigDocument } from '../../shared/config/document.ts';
import type { Profile } from '../../shared/config/user.ts';
import type { ConfigProblem } from '../../shared/config/validate.ts';
import { ruleConditionProblems } from './config-revision.ts';

/** What the shape of a profile cannot see: services that are not there, conditions that cannot be asked (AUD42). */
export function profileProblems(profile: Profile, config: ConfigDocument): readonly ConfigProblem[] {
  const services = new Set(config.services.map((service) => service.id));
  const unknown = profile.notificationRules.flatMap((rule, r) => {
    const named = 'service' in rule.when && Array.isArray(rule.when.service) ? rule.when.service : [];
    return named.flatMap((id, s) =>
      services.has(id)
        ? []
        : [
            {
              path: `notificationRules[${r}].when.service[${s}]`,
              message: 'expected the id of a service',
              found: JSON.stringify(id),
            },
          ],
    );
  });
  return [...unknown, ...ruleConditionProblems(profile.notificationRules, 'notificationRules')];
}
