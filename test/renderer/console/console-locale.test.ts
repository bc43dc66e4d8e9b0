import { beforeEach, expect, it, vi } from 'vitest';
import { chooseLocale, followPerson, type Locale, startI18n } from '../../../src/renderer/i18n/setup.ts';

/** A browser in `language` that remembers what `kept` holds. */
function browser(language: string, kept = new Map<string, string>()) {
  const localStorage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  vi.stubGlobal('window', { localStorage });
  vi.stubGlobal('navigator', { languages: [language] });
  vi.stubGlobal('document', { documentElement: { lang: '' } });
  return kept;
}
const spoken = () => document.documentElement.lang;
const person = (id: string, locale: Locale | null) => ({ id, locale });

beforeEach(() => {
  browser('en-US');
  startI18n();
  followPerson(null);
});

it("[STR130] the config's language for a person decides, whatever the browser's", () => {
  followPerson(person('an', 'ko'));
  expect(spoken()).toBe('ko');
  followPerson(person('an', 'en'));
  expect(spoken()).toBe('en');
});

it('[STR130] where the config says nothing of them, the browser decides', () => {
  browser('ko-KR');
  followPerson(person('an', null));
  expect(spoken()).toBe('ko');
});

it('[STR130] their own click wins over the config, in this browser and from then on', () => {
  const kept = browser('en-US');
  followPerson(person('an', 'ko'));
  chooseLocale('en');
  expect(spoken()).toBe('en');
  followPerson(null);
  browser('ko-KR', kept);
  followPerson(person('an', 'ko'));
  expect(spoken()).toBe('en');
  browser('en-US');
  followPerson(person('an', 'ko'));
  expect(spoken()).toBe('ko');
});

it('[STR130] and is theirs alone: who takes over the console has the language of their own', () => {
  followPerson(person('an', 'ko'));
  chooseLocale('en');
  followPerson(person('lee', 'ko'));
  expect(spoken()).toBe('ko');
  followPerson(person('an', 'ko'));
  expect(spoken()).toBe('en');
});

it('[STR130] a click before signing in is the click of whoever signs in, and of nobody after them', () => {
  chooseLocale('en');
  followPerson(person('an', 'ko'));
  expect(spoken()).toBe('en');
  followPerson(person('lee', 'ko'));
  expect(spoken()).toBe('ko');
});

it('[STR130] what the browser remembers and is no language counts as nothing', () => {
  browser('en-US', new Map([['watchfloor.locale.an', 'tlh']]));
  followPerson(person('an', 'ko'));
  expect(spoken()).toBe('ko');
});
