import {
  messageLanguages,
  type Audience,
  type ComponentState,
  type Stage,
} from '@fieldmarshal/contract/comms/words';
import type { IncidentState } from '@fieldmarshal/contract/incidents/room';

/** A draft that should be there: for whom, about which application (customers only), in which language. */
export interface Wanted {
  readonly audience: Audience;
  /** '' for audiences other than customers. */
  readonly application: string;
  readonly language: string;
}

/** `de-AT` → `de`; what no template speaks → `en`. */
function writtenLanguage(locale: string): string {
  const primary = locale.toLowerCase().split('-')[0] ?? '';
  return messageLanguages.find((language) => language === primary) ?? 'en';
}

interface Reader {
  readonly application: string;
  readonly locale: string;
}

/** Customers of each application that is hit, in English and every language they read; and one draft for each of the others. */
export function wantedDrafts(applications: readonly string[], readers: readonly Reader[]): Wanted[] {
  const customers = applications.flatMap((application) => {
    const languages = readers
      .filter((reader) => reader.application === application)
      .map(({ locale }) => writtenLanguage(locale));
    return [...new Set(['en', ...languages])].map((language): Wanted => ({
      audience: 'customers',
      application,
      language,
    }));
  });
  const others = (['executives', 'support', 'partners'] as const).map((audience): Wanted => ({
    audience,
    application: '',
    language: 'en',
  }));
  return [...customers, ...others];
}

/** The language in which a reader is told, of those in which there is something to say. */
export function readerLanguage(locale: string, written: readonly string[]): string {
  const own = writtenLanguage(locale);
  if (written.includes(own)) return own;
  return written.includes('en') ? 'en' : (written[0] ?? 'en');
}

/** The stage of the next message. The promised update that has nothing new to tell is "still working". */
export function stageFor(state: IncidentState, last: Stage | null): Stage {
  const stage = stageOf(state);
  return stage === last || (last === 'still-working' && stage === 'investigating') ? 'still-working' : stage;
}

function stageOf(state: IncidentState): Stage {
  switch (state) {
    case 'triage':
    case 'investigating':
      return 'investigating';
    case 'identified':
    case 'mitigating':
      return 'identified';
    case 'monitoring':
      return 'monitoring';
    case 'resolved':
    case 'reviewed':
      return 'resolved';
  }
}

/** How a hit is told on the status page until a person says otherwise. */
export function componentStateOf(
  state: 'down' | 'degraded' | 'slow' | 'wrong-data' | 'unknown',
  everywhere: boolean,
): ComponentState {
  switch (state) {
    case 'down':
      return everywhere ? 'major-outage' : 'partial-outage';
    case 'wrong-data':
      return 'wrong-data';
    case 'degraded':
    case 'slow':
    case 'unknown':
      return 'degraded';
  }
}

const roundMs = 5 * 60_000;

/** When the next word is promised: so many minutes from now, up to the next five. Milliseconds. */
export function promiseFor(now: number, minutes: number): number {
  return Math.ceil((now + minutes * 60_000) / roundMs) * roundMs;
}

/**
 * The promise of a draft that is written anew: the one it had while more than half of its time is left, so that who has just read it can
 * approve it; else a new one. Milliseconds.
 */
export function renewedPromise(had: number | null, now: number, minutes: number): number {
  return had !== null && had - now > (minutes * 60_000) / 2 ? had : promiseFor(now, minutes);
}

interface Promised extends Wanted {
  readonly nextUpdateAt: Date | null;
  readonly corrects: string | null;
}

/** The next word that is owed to anybody: of what was sent, oldest first, the earliest of each readers' last promise. A correction leaves it. */
export function owedNext(sent: readonly Promised[]): Date | null {
  const last = new Map<string, Date | null>();
  for (const { audience, application, language, nextUpdateAt, corrects } of sent)
    if (corrects === null || nextUpdateAt !== null)
      last.set(JSON.stringify([audience, application, language]), nextUpdateAt);
  const owed = [...last.values()].flatMap((at) => at ?? []);
  return owed.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
}

/** Minutes to the next update, unless a person says otherwise; an incident that nobody assessed counts as the worst. */
export function usualMinutes(severity: string | null): number {
  if (severity === 'SEV4') return 120;
  if (severity === 'SEV3') return 60;
  return severity === 'SEV2' ? 30 : 20;
}

const severities = ['SEV1', 'SEV2', 'SEV3', 'SEV4'];

/** How many people must approve. An incident that nobody assessed counts as the worst. */
export function approvalsNeeded(severity: string | null, secondFrom: string): number {
  if (secondFrom === 'none') return 1;
  const rank = severity === null ? 0 : severities.indexOf(severity);
  return rank <= severities.indexOf(secondFrom) ? 2 : 1;
}
