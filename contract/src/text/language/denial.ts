import { anyOf } from './any-of.ts';
import { languageOf, type Language } from './language-of.ts';

const english = "not|no|never|none|nobody|nothing|neither|nor|without|cannot|unable|\\w+n['’]t";
const words: Readonly<Record<Language, string>> = {
  en: english,
  de: 'nicht|kein\\w*|niemals|nie|niemand\\w*|nichts|weder|ohne',
  // `ne` alone is "only" with `que`, and a pronoun in Italian.
  fr: "(?:ne|n['’]\\w+)(?= .{0,40}(?:pas|plus|jamais|rien|aucun|personne|guère|ni))|non|sans|aucun\\w*|jamais",
  es: 'no|nunca|ning[uú]n\\w*|nada|nadie|sin|tampoco|jamás|ni',
  pt: 'não|nunca|nenhum\\w*|nada|ninguém|sem|jamais|nem',
  it: 'non|nessun\\w*|niente|nulla|senza|né|neanche',
  nl: 'niet|geen|nooit|niemand|niets|zonder|noch',
  sv: 'inte|ingen|inget|inga|aldrig|utan|varken',
  da: 'ikke|ingen|intet|aldrig|aldri|uden|uten|hverken',
  pl: 'nie|nigdy|nikt|nic|bez|żaden|żadn\\w*|brak|ani',
  ru: 'не|нет|никогда|никто|ничего|без|ни|никак\\w*',
  uk: 'не|немає|ніколи|ніхто|нічого|без|ні|жодн\\w*',
  ja: 'ない|ません|なかった|なく|なし|ず(?:に|、)|未',
  zh: '不|没|沒|未|无|無|非',
  ko: '않|없|못|안 ',
};
/** Portuguese `no` is "in the"; everywhere else English words of denying stand for themselves. */
const foreign = (language: Language): readonly string[] =>
  language === 'en' || language === 'pt' || language === 'es'
    ? [words[language]]
    : [words[language], english];
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its keys are these
const languages = Object.keys(words) as Language[];
const denials = new Map(languages.map((language) => [language, anyOf(foreign(language))]));

/** Whether a sentence denies something. A statement and its denial share every word that carries content. */
export function isDenial(text: string, language: Language | null = languageOf(text)): boolean {
  return denials.get(language ?? 'en')?.test(text) ?? false;
}

/** What stands behind each denial of a text: what is denied comes soon after it in most languages. */
export function behindDenials(text: string, language: Language): string[] {
  const every = new RegExp(denials.get(language)?.source ?? '(?!)', 'giu');
  return [...text.matchAll(every)].map((match) => text.slice(match.index + match[0].length));
}
