import { de } from './de.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import type { Language } from './language.ts';

export type { Language } from './language.ts';

const shipped: readonly Language[] = [en, de, fr];

export const languageCodes: readonly string[] = shipped.map(({ code }) => code);

/** The shipped language nearest to a BCP 47 tag: `de-CH` is German; what is not shipped is English. */
export function languageOf(tag: string): Language {
  const primary = tag.toLowerCase().split(/[-_]/u)[0];
  return shipped.find(({ code }) => code === primary) ?? en;
}
