import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import enCommon from './en/common.json';
import enReason from './en/reason.json';
import koCommon from './ko/common.json';
import koReason from './ko/reason.json';

export const LOCALES = ['en', 'ko'] as const;
export type Locale = (typeof LOCALES)[number];

const LOCALE_KEY = 'watchfloor.locale';

/** The language a person chose on this machine, else the browser's, else English. */
export function firstLocale(): Locale {
  const chosen = window.localStorage.getItem(LOCALE_KEY);
  const wanted = [chosen, ...navigator.languages].map((tag) => tag?.slice(0, 2));
  return wanted.find((tag): tag is Locale => LOCALES.includes(tag as Locale)) ?? 'en';
}

/** Key of a signed-in person's own choice in this browser. */
const ownKey = (person: string): string => `${LOCALE_KEY}.${person}`;

const localeOrNull = (text: string | null): Locale | null => LOCALES.find((one) => one === text) ?? null;

/** Who is signed in at the console; null before. */
let signedIn: string | null = null;
/** Chosen while nobody was signed in: the choice of whoever signs in next. */
let chosenBefore: Locale | null = null;

/** Remembers a choice for this browser, and as the signed-in person's own, and uses it. */
export function chooseLocale(locale: Locale): void {
  window.localStorage.setItem(LOCALE_KEY, locale);
  if (signedIn === null) chosenBefore = locale;
  else window.localStorage.setItem(ownKey(signedIn), locale);
  applyLocale(locale);
}

/** [STR130] A console speaks the language its person chose here, else the config's for them, else the browser's. */
const consoleLocale = (own: Locale | null, config: Locale | null, browser: Locale): Locale =>
  own ?? config ?? browser;

/** Uses the language of whoever is signed in at this console; null: nobody is. */
export function followPerson(person: { readonly id: string; readonly locale: Locale | null } | null): void {
  signedIn = person?.id ?? null;
  if (person === null) {
    applyLocale(firstLocale());
    return;
  }
  if (chosenBefore !== null) window.localStorage.setItem(ownKey(person.id), chosenBefore);
  chosenBefore = null;
  const own = localeOrNull(window.localStorage.getItem(ownKey(person.id)));
  applyLocale(consoleLocale(own, person.locale, firstLocale()));
}

/** Uses a language without remembering it (a display's own setting). */
export function applyLocale(locale: Locale): void {
  document.documentElement.lang = locale;
  if (i18next.language !== locale) void i18next.changeLanguage(locale);
}

/**
 * Starts i18next with the catalogues every page needs; a page adds its own namespace with `addCatalogue`.
 * A missing key is an error in development and shows its English text in production.
 */
export function startI18n(locale: Locale = firstLocale()): i18n {
  if (i18next.isInitialized) return i18next;
  void i18next.use(initReactI18next).init({
    lng: locale,
    fallbackLng: 'en',
    initAsync: false,
    ns: ['common', 'reason'],
    defaultNS: 'common',
    resources: { en: { common: enCommon, reason: enReason }, ko: { common: koCommon, reason: koReason } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = locale;
  return i18next;
}

/** Adds a page's own namespace in both languages. */
export function addCatalogue(namespace: string, catalogues: Readonly<Record<Locale, object>>): void {
  for (const locale of LOCALES) i18next.addResourceBundle(locale, namespace, catalogues[locale], true, true);
}
