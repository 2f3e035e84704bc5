import type { ComponentState, Stage } from '@fieldmarshal/contract/comms/words';

/** Something the page shows the state of: an application, or a workflow of one. Only what has a public name is a part. */
export interface Part {
  /** Says nothing of the name inside: what the public API calls it. */
  readonly key: string;
  readonly publicName: string;
  /** The key of the application a workflow belongs to. */
  readonly parent: string | null;
  /** Since when it is shown; nothing is known of the time before. Milliseconds. */
  readonly firstAt: number;
}

/** A message that a person approved and that was sent, as the page shows it. Instants are milliseconds. */
export interface Published {
  readonly id: string;
  /** What it is about: all messages of one incident have one thread. */
  readonly thread: string;
  /** The key of the application whose customers it is for. */
  readonly application: string;
  readonly language: string;
  readonly stage: Stage;
  readonly title: string;
  readonly body: string;
  /** What it says about parts, by key; those that are no parts are passed over. */
  readonly said: readonly { readonly part: string; readonly state: ComponentState }[];
  readonly startsAt: number;
  /** Of maintenance, and of something resolved. */
  readonly endsAt: number | null;
  readonly sentAt: number;
  readonly corrects: string | null;
  /** What a correction calls its incident from then on. */
  readonly publicTitle: string | null;
  /** False: only for those who were given a private link. */
  readonly onPage: boolean;
}

/** A half-open time `[from, to)`; `to` null: still so. */
export interface Span {
  readonly from: number;
  readonly to: number | null;
}

/** All the page is made of. */
export interface StatusFacts {
  /** The organisation or service, as customers know it. */
  readonly title: string;
  /** Where the page is, without a slash at the end, e.g. `https://status.example.org/status`. */
  readonly url: string;
  /** The path under which the page and its files are, e.g. `/status`. */
  readonly root: string;
  /** Where people subscribe; null where e-mail cannot be sent. */
  readonly subscribeUrl: string | null;
  /** Where a customer’s contacts sign in to their own page, or sign out of it; null where neither can be done. */
  readonly signInUrl: string | null;
  readonly accountUrl?: string | undefined;
  readonly now: number;
  readonly parts: readonly Part[];
  readonly published: readonly Published[];
  /** When the installation was awake; in order. */
  readonly watch: readonly Span[];
}

/**
 * Of several languages the page shows one: English where there is one, else the first. What was told since then in another language only is
 * shown in that one: how parts are follows every message, and no state of them may stand there without its words.
 */
export function inOneLanguage(messages: readonly Published[], preferred = 'en'): Published[] {
  const groups = Map.groupBy(messages, ({ thread, application }) => `${thread}\n${application}`);
  const shown = new Set([...groups.values()].flatMap((group) => shownOf(group, preferred)));
  return messages.filter((message) => shown.has(message));
}

function shownOf(group: readonly Published[], preferred: string): Published[] {
  const chosen = group.find(({ language }) => isOf(language, preferred))?.language ?? group[0]?.language;
  const own = group.filter(({ language }) => language === chosen);
  const last = own.reduce<Published | null>(
    (newest, one) => (newest === null || one.sentAt >= newest.sentAt ? one : newest),
    null,
  );
  if (last === null) return own;
  const newer = group.filter(
    (one) => one.language !== chosen && one.sentAt > last.sentAt && !isSameWord(one, last),
  );
  return [...own, ...newer.filter(({ language }) => language === newer[0]?.language)];
}

function isOf(language: string, preferred: string): boolean {
  return language === preferred || language.startsWith(`${preferred}-`);
}

/** Whether two messages tell the same in two languages: as far, and the same of parts. */
export function isSameWord(a: Published, b: Published): boolean {
  return a.stage === b.stage && toldOf(a) === toldOf(b);
}

function toldOf({ said }: Published): string {
  return said
    .map(({ part, state }) => `${part} ${state}`)
    .toSorted()
    .join();
}
