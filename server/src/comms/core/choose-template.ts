import type { Audience, ChannelKind, Stage } from './facts.ts';
import { languageOf } from './language/index.ts';

/** A template by its name: `<language>/<audience>/<channel>` for every stage, or `…/<stage>` for one. */
export interface Template {
  readonly name: string;
  readonly source: string;
}

interface Wanted {
  readonly language: string;
  readonly audience: Audience;
  readonly channel: ChannelKind;
  readonly stage: Stage;
}

/**
 * The templates that fit, best first: the exact tag of the language before the language, the audience before customers, the stage before
 * every stage. An organisation's own come before shipped ones of the same name.
 */
export function templatesFor(
  { language, audience, channel, stage }: Wanted,
  { own, shipped }: { readonly own: readonly Template[]; readonly shipped: readonly Template[] },
): Template[] {
  const { code } = languageOf(language);
  const tags = language.toLowerCase() === code ? [code] : [language, code];
  const names = tags.flatMap((tag) =>
    [...new Set([audience, 'customers'])].flatMap((reader) => [
      `${tag}/${reader}/${channel}/${stage}`,
      `${tag}/${reader}/${channel}`,
    ]),
  );
  return names.flatMap((name) => [own, shipped].flatMap((all) => all.filter((one) => one.name === name)));
}
