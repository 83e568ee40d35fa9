/** The catalogue: the window's own words and the engine's sentences, one Fluent bundle per language. */
import { FluentBundle, FluentResource } from '@fluent/bundle';

const sources = import.meta.glob<string>('@messages/{en,de}/*.ftl', { query: '?raw', import: 'default', eager: true });

/** The languages that are shipped. */
export const LANGUAGES = ['en', 'de'] as const;
/** One of them. */
export type Language = (typeof LANGUAGES)[number];

/** A bundle of everything written in `language`, with numbers and times after `locale`; `turn` is a pseudo-language's. */
export function bundleOf(language: Language, locale: string, turn?: (text: string) => string): FluentBundle {
  const bundle = new FluentBundle(locale, turn && { transform: turn });
  const texts = Object.entries(sources).filter(([path]) => path.includes(`/${language}/`));
  for (const [, source] of texts) bundle.addResource(new FluentResource(source));
  return bundle;
}

/** The language to speak: the reader's choice, else the first of the system's that is shipped, else English. */
export function languageFor(chosen: string | null, system: readonly string[]): Language {
  const wanted = chosen === null ? system : [chosen];
  for (const tag of wanted) {
    const found = LANGUAGES.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (found !== undefined) return found;
  }
  return 'en';
}

/** The locale for numbers and times: the system's own flavour of the language when it has one. */
export function localeFor(language: Language, system: readonly string[]): string {
  const own = system.find((tag) => tag.toLowerCase().split('-')[0] === language && tag.includes('-'));
  return own ?? { en: 'en-GB', de: 'de-DE' }[language];
}

type Texts = { direction?: string };

/** Which way a language is written. Web views that do not tell write from left to right. */
export function directionOf(language: string): 'ltr' | 'rtl' {
  // The property is what older web views call it.
  const locale = new Intl.Locale(language) as Intl.Locale & { getTextInfo?: () => Texts; textInfo?: Texts };
  return (locale.getTextInfo?.() ?? locale.textInfo)?.direction === 'rtl' ? 'rtl' : 'ltr';
}
