import type { Integration } from '../../shared/config/integration.ts';
import type { MailRules } from '../../shared/config/mail-in.ts';
import type { ConfigProblem } from '../../shared/config/validate.ts';
import { checkCapture, checkPattern } from '../domain/matching/regex.ts';

/** What the schema cannot see of an integration's mail rules: patterns RE2 refuses, and rules where no mail comes. */
export function mailProblems(integration: Integration, path: string): readonly ConfigProblem[] {
  const { mail, type } = integration;
  const problems: ConfigProblem[] = mail === undefined ? [] : [...patternProblems(mail, `${path}.mail`)];
  if (mail !== undefined && type !== 'email')
    problems.push({ path: `${path}.mail`, message: 'expected the type email', found: type });
  return problems;
}

function patternProblems({ rules, key }: MailRules, path: string): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const report = (at: string, found: string, message: string | null) => {
    if (message !== null) problems.push({ path: at, message, found: JSON.stringify(found) });
  };
  rules.forEach(({ subject }, r) => {
    if ('matches' in subject)
      report(`${path}.rules[${r}].subject.matches`, subject.matches, checkPattern(subject.matches));
  });
  if (key.by === 'capture') report(`${path}.key.matches`, key.matches, checkCapture(key.matches));
  if (key.by === 'subject') {
    key.strip.forEach((pattern, s) => {
      report(`${path}.key.strip[${s}]`, pattern, checkPattern(pattern));
    });
  }
  return problems;
}
