/** As much of a message as tells which others are the same one in another language. */
export interface InLanguage {
  readonly id: string;
  /** Null: of no incident, and in one language only. */
  readonly incidentId: string | null;
  readonly audience: string;
  readonly application: string;
  readonly language: string;
  readonly stage: string;
  readonly corrects: string | null;
  /** Null: it has not left yet. */
  readonly sentAt: Date | null;
}

/**
 * Puts together what is one message in several languages, each language once. What waits for the same readers is one. What was sent is one with
 * what went to the same readers at the same stage, in the order in which it left: the second in a language begins the next. Corrections are one
 * where what they correct is. `messages`: all that was not thrown away, in the order of their making.
 */
export function inLanguages<M extends InLanguage>(messages: readonly M[]): M[][] {
  const sent = messages.filter(({ sentAt }) => sentAt !== null);
  const ordered = sent.toSorted((a, b) => timeOf(a) - timeOf(b));
  const all: M[][] = [];
  const groupOf = new Map<string, M[]>();
  const latest = new Map<string, M[]>();
  for (const message of [...ordered, ...messages.filter(({ sentAt }) => sentAt === null)]) {
    const corrected = message.corrects === null ? undefined : groupOf.get(message.corrects);
    const key = keyOf(message, corrected === undefined ? null : all.indexOf(corrected));
    const before = latest.get(key);
    const isNext = before === undefined || before.some(({ language }) => language === message.language);
    const group = isNext ? [] : before;
    if (isNext) all.push(group);
    group.push(message);
    latest.set(key, group);
    groupOf.set(message.id, group);
  }
  return all;
}

function timeOf({ sentAt }: InLanguage): number {
  return sentAt?.getTime() ?? 0;
}

/** `corrected`: which message this one corrects, in whatever language. */
function keyOf(message: InLanguage, corrected: number | null): string {
  const { id, incidentId, audience, application, stage, corrects, sentAt } = message;
  if (incidentId === null || (corrects !== null && corrected === null)) return id;
  const about = corrected ?? (sentAt === null ? '' : stage);
  return JSON.stringify([incidentId, audience, application, sentAt === null, about]);
}
