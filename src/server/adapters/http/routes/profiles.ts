import {
  profileAnswerSchema,
  testNotificationAnswerSchema,
  testNotificationSchema,
} from '../../../../shared/api/profile.ts';
import { profileSchema, type User } from '../../../../shared/config/user.ts';
import { hasRole } from '../../../../shared/words.ts';
import { personOf } from '../../../runtime/command-scope.ts';
import type { Principal } from '../../../runtime/floor.ts';
import { profileProblems, urlProblems } from '../../../runtime/profile-problems.ts';
import { type Answer, ok, problem } from '../problem.ts';
import { type ApiDeps, answers, defineRoute, type Route } from '../route.ts';
import { tooManyTests } from './auth-answers.ts';

const PATHS = {
  own: { path: '/api/v1/me/profile', scope: 'responder', whose: 'Own ' },
  others: { path: '/api/v1/users/{id}/profile', scope: 'admin', whose: "A person's " },
} as const;
const NO_PERSON = problem(404, 'no-such-user', 'AUD42', 'There is no such person in the config');
const NOT_SAVED = {
  400: { description: 'Fields of the wrong shape, each by its path' },
  422: { description: 'Services or conditions that are not there, each by its path' },
};

/** Whose profile a request is about; automation's own is that of the person it acts for. */
const subjectOf = (deps: ApiDeps, principal: Principal, id: string | undefined): User | undefined => {
  const wanted = id ?? personOf(principal);
  return deps.config().users.find((user) => user.id === wanted);
};

/** What the config says of how a person is told. */
const fromConfig = ({ contacts, notificationRules, quietHours, followUps }: User) => ({
  contacts,
  notificationRules,
  quietHours,
  followUps,
});

function answerFor(deps: ApiDeps, user: User): Answer {
  const own = deps.floor.profile(user.id);
  const config = fromConfig(user);
  return ok({ user: user.id, source: own ? 'own' : 'config', profile: own ?? config, config });
}

const profileRoutesOf = ({ path, scope, whose }: (typeof PATHS)[keyof typeof PATHS]): readonly Route[] => [
  defineRoute({
    method: 'get',
    path,
    scope,
    tag: 'Profile',
    summary: `${whose}contacts, personal rules and quiet hours, and whether the config's count`,
    answers: answers(profileAnswerSchema),
    handler: ({ deps, principal, params }) => {
      const user = subjectOf(deps, principal, params.id);
      return user ? answerFor(deps, user) : NO_PERSON;
    },
  }),
  defineRoute({
    method: 'put',
    path,
    scope,
    tag: 'Profile',
    summary: `${whose}contacts, personal rules and quiet hours, in front of the config's from now on`,
    body: profileSchema,
    answers: { ...answers(profileAnswerSchema), ...NOT_SAVED },
    handler: async ({ deps, principal, params, body }) => {
      const user = subjectOf(deps, principal, params.id);
      if (!user) return NO_PERSON;
      const problems = [...profileProblems(body, deps.config()), ...urlProblems(body, user, deps.refuseUrl)];
      if (problems.length > 0)
        return problem(422, 'invalid', 'AUD42', `Mistakes: ${problems.length}; nothing changed`, {
          problems,
        });
      await deps.floor.setProfile(principal, user.id, body);
      return answerFor(deps, user);
    },
  }),
  defineRoute({
    method: 'delete',
    path,
    scope,
    tag: 'Profile',
    summary: `${whose}settings go, the config's count again`,
    answers: { 204: { description: 'The config counts' } },
    handler: async ({ deps, principal, params }) => {
      const user = subjectOf(deps, principal, params.id);
      if (!user) return NO_PERSON;
      if (deps.floor.profile(user.id) !== null) await deps.floor.setProfile(principal, user.id, null);
      return { status: 204 };
    },
  }),
];

/** How people are told: their own settings, and a test of them. */
export const profileRoutes: readonly Route[] = [
  ...profileRoutesOf(PATHS.own),
  ...profileRoutesOf(PATHS.others),
  defineRoute({
    method: 'post',
    path: '/api/v1/test-notification',
    scope: 'responder',
    tag: 'Profile',
    summary: "A test message to each of one's own contacts; an admin may name somebody else",
    body: testNotificationSchema,
    answers: { 202: { description: 'On their way', schema: testNotificationAnswerSchema } },
    handler: async ({ deps, principal, body }) => {
      const user = subjectOf(deps, principal, body.user);
      if (body.user !== undefined && body.user !== personOf(principal) && !hasRole(principal.role, 'admin'))
        return problem(403, 'admin-only', 'STR44', 'Testing the contacts of others needs the role admin');
      if (!user) return NO_PERSON;
      const wait = await deps.limits.testNotification(user.id);
      if (wait !== null) return tooManyTests(wait);
      const sent = await deps.floor.testNotification(principal, user.id);
      if (sent === null) return NO_PERSON;
      if (sent.deliveries.length > 0) return { status: 202, body: sent };
      const why = sent.muted.length > 0 ? 'Every contact is muted' : 'This person has no contact';
      return problem(409, 'no-contact', 'NTF80', `${why}; nothing was sent`, { muted: sent.muted });
    },
  }),
];
