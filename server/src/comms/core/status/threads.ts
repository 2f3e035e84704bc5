import { componentStates, type ComponentState, type Stage } from '@fieldmarshal/contract/comms/words';
import { namingMessages } from '@fieldmarshal/contract/comms/public-title';
import { heeded } from './heeded.ts';
import { inOneLanguage, type Part, type Published, type StatusFacts } from './published.ts';

/** How it goes on, in the four words of status pages. */
export type ThreadStage = 'investigating' | 'identified' | 'monitoring' | 'resolved';

/** An incident as readers of the page see it: what was published about it. */
export interface Thread {
  readonly id: string;
  readonly title: string;
  /** What it was called before and until when, oldest first: each was corrected. */
  readonly formerTitles: readonly { readonly title: string; readonly until: number }[];
  readonly stage: ThreadStage;
  readonly worst: ComponentState;
  readonly parts: readonly string[];
  readonly startedAt: number;
  readonly changedAt: number;
  readonly resolvedAt: number | null;
  /** Newest first. */
  readonly updates: readonly Update[];
}

export interface Update extends Published {
  /** The stage as a reader counts it: "still working" is the stage before it. */
  readonly shownStage: ThreadStage;
  readonly correctedAt: number | null;
}

export interface Maintenance {
  /** That of its first announcement, whatever was corrected since. */
  readonly id: string;
  /** Of the message that holds. */
  readonly messageId: string;
  readonly title: string;
  readonly body: string;
  readonly language: string;
  readonly state: 'scheduled' | 'in_progress' | 'completed';
  /** It will not take place, or did not. */
  readonly isCalledOff: boolean;
  readonly parts: readonly string[];
  readonly startsAt: number;
  readonly endsAt: number;
  readonly sentAt: number;
}

export function worse(a: ComponentState, b: ComponentState): ComponentState {
  return componentStates.indexOf(a) >= componentStates.indexOf(b) ? a : b;
}

/** Every incident that something was published about, the latest first. */
export function threadsOf(facts: Pick<StatusFacts, 'published' | 'parts'>, preferred?: string): Thread[] {
  const all = facts.published
    .filter(({ stage }) => stage !== 'maintenance')
    .toSorted((a, b) => a.sentAt - b.sentAt);
  const known = new Set(facts.parts.map(({ key }) => key));
  return [...Map.groupBy(all, ({ thread }) => thread)]
    .map(([id, messages]) => threadOf(id, { messages, read: inOneLanguage(messages, preferred) }, known))
    .toSorted((a, b) => b.startedAt - a.startedAt);
}

interface Said {
  /** In every language: whoever is told in one that it is over is told for all. */
  readonly messages: readonly Published[];
  /** In the language of the page. */
  readonly read: readonly Published[];
}

function threadOf(id: string, { messages, read }: Said, known: ReadonlySet<string>): Thread {
  const [first] = read;
  const standing = heeded(messages);
  const last = standing.at(-1);
  if (first === undefined || last === undefined) throw new Error('a thread without a message');
  const open = openOf(standing);
  const said = standing.flatMap((message) => message.said.filter(({ part }) => known.has(part)));
  const stage = open.length === 0 ? 'resolved' : stageOf(open);
  return {
    id,
    ...titlesOf(first, read),
    stage,
    worst: said.reduce<ComponentState>((worst, { state }) => worse(worst, state), 'operational'),
    parts: [...new Set(said.map(({ part }) => part))],
    startedAt: Math.min(...messages.map(({ startsAt }) => startsAt)),
    changedAt: Math.max(...messages.map(({ sentAt }) => sentAt)),
    resolvedAt: stage === 'resolved' ? (last.endsAt ?? last.sentAt) : null,
    updates: updatesOf(read, standing).toReversed(),
  };
}

/** An incident keeps the name under which readers first met it: a correction is about words and often called so, and says where it renames it. */
function titlesOf(first: Published, read: readonly Published[]): Pick<Thread, 'title' | 'formerTitles'> {
  const names = namingMessages(read.filter(({ language }) => language === first.language));
  return {
    title: names.at(-1)?.name ?? first.title,
    formerTitles: names.flatMap(({ name }, index) => {
      const next = names[index + 1];
      return next === undefined || next.name === name ? [] : [{ title: name, until: next.message.sentAt }];
    }),
  };
}

/** The last message to each application's customers, of those that are not told that it is over. */
function openOf(messages: readonly Published[]): Published[] {
  const last = new Map(messages.map((message) => [message.application, message]));
  return [...last.values()].filter(({ stage }) => stage !== 'resolved');
}

const stages: readonly ThreadStage[] = ['investigating', 'identified', 'monitoring', 'resolved'];

/** Where several applications stand differently, the one that is least far. */
function stageOf(open: readonly Published[]): ThreadStage {
  const named = new Set(open.map(({ stage }) => stages.find((each) => each === stage) ?? 'investigating'));
  return stages.find((stage) => named.has(stage)) ?? 'investigating';
}

function updatesOf(messages: readonly Published[], standing: readonly Published[]): Update[] {
  const corrections = new Map(
    messages.flatMap(({ corrects, sentAt }) => (corrects === null ? [] : [[corrects, sentAt] as const])),
  );
  const heard = new Set(standing.map(({ id }) => id));
  let before: ThreadStage = 'investigating';
  return messages.map((message) => {
    // A correction of earlier words leaves things where they stand.
    if (heard.has(message.id)) before = shown(message.stage, before);
    return { ...message, shownStage: before, correctedAt: corrections.get(message.id) ?? null };
  });
}

function shown(stage: Stage, before: ThreadStage): ThreadStage {
  return stages.find((each) => each === stage) ?? before;
}

/** Announced maintenance, the next one first; completed ones last. */
export function maintenanceOf({ published, parts, now }: StatusFacts, preferred?: string): Maintenance[] {
  const announced = published.filter(({ stage, endsAt }) => stage === 'maintenance' && endsAt !== null);
  return heeded(inOneLanguage(announced, preferred))
    .map((message) => maintenanceFrom(message, parts, now))
    .toSorted(
      (a, b) => Number(a.state === 'completed') - Number(b.state === 'completed') || a.startsAt - b.startsAt,
    );
}

function maintenanceFrom(message: Published, parts: readonly Part[], now: number): Maintenance {
  const { thread: id, id: messageId, title, body, language, startsAt, sentAt, application, said } = message;
  const endsAt = message.endsAt ?? startsAt;
  const isCalledOff = endsAt <= startsAt;
  const begun = now >= startsAt;
  const state = now >= endsAt || isCalledOff ? 'completed' : begun ? 'in_progress' : 'scheduled';
  const named = said.length > 0 ? said.map(({ part }) => part) : [application];
  const shownParts = named.filter((key) => parts.some((part) => part.key === key));
  return {
    id,
    messageId,
    title,
    body,
    language,
    state,
    isCalledOff,
    parts: shownParts,
    startsAt,
    endsAt,
    sentAt,
  };
}
