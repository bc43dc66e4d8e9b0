import type { ConfigDocument } from '../../shared/config/document.ts';
import type { Profile, User } from '../../shared/config/user.ts';
import type { ConfigProblem } from '../../shared/config/validate.ts';
import type { Reason } from '../../shared/reason.ts';
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

/** True for a webhook address that the config gives this person: an admin wrote it, wherever it is kept now. */
export const isFromConfig = (user: User | undefined, url: string): boolean =>
  user?.contacts.some((contact) => contact.channel === 'webhook' && contact.url === url) === true;

/** Addresses of a profile that would be refused at every connection: better said now than when a page fails. */
export function urlProblems(
  profile: Profile,
  user: User,
  refuseUrl: (url: string) => Reason | null,
): readonly ConfigProblem[] {
  return profile.contacts.flatMap((contact, index) => {
    if (contact.channel !== 'webhook' || isFromConfig(user, contact.url)) return [];
    const why = refuseUrl(contact.url);
    return why === null ? [] : [{ path: `contacts[${index}].url`, message: why.text, found: contact.url }];
  });
}
