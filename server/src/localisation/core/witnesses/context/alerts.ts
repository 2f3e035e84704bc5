import { clamp } from '../../numbers.ts';
import type { Testimony, Witness } from '../../testimony.ts';

const minute = 60_000;
const longestBefore = 60 * minute;
const longestAfter = 15 * minute;

/** Alerts and monitors of a product that began to fire about when the trouble did; the earlier of two is nearer to the cause. */
export const alerts: Witness = {
  name: 'alerts',
  travels: true,
  testify(facts) {
    const { at, kind } = facts.case.symptom;
    const ofMeans = kind === 'resource' ? ownAlone : own;
    const strongest = new Map<number, Testimony>();
    for (const { product, name, startedAt } of facts.case.alerts) {
      const candidate = facts.index.get(product);
      const early = at - startedAt;
      if (candidate === undefined || !isNear(early)) continue;
      const llr =
        clamp(1.2 + 0.3 * clamp(early / (5 * minute), -1, 1), 0, 2) + (isOfOwnMeans(name) ? ofMeans : 0);
      const sentence = `"${name}" ${beganWhen(early)} the failure.`;
      const known = strongest.get(candidate);
      // Of equals the first by its words, in whichever order they came.
      if (known !== undefined && (llr < known.llr || (llr === known.llr && sentence >= known.sentence)))
        continue;
      strongest.set(candidate, { witness: 'alerts', candidate, llr, sentence });
    }
    return [...strongest.values()];
  },
};

/** Errors and slowness of a product may be those of what it calls; what it has to live on seldom is. */
const own = 1.5;
/** Where nothing else is wrong there is nothing else to explain. */
const ownAlone = 2.5;
const means =
  /\b(memory|heap|oom|disk|volume|inodes?|restart(s|ed|ing)?|crash(es|ed|ing|loop|looping)?|queue|backlog|consumer lag|cpu|throttl(ed|ing)|file descriptors|threads|connection pool|certificate|expire[sd]?|expir(ing|y))\b/i;

/** Whether an alert is about what its product has to live on, by the words that such alerts are made of. */
function isOfOwnMeans(name: string): boolean {
  return means.test(wordsOf(name));
}

/** What grows by itself; a queue, threads or a processor are used up as well by somebody who answers slowly. */
const usedUp = /\b(memory|heap|oom|disk|volume|inodes?|file descriptors)\b/i;

/** Whether an alert is about what its product itself uses up, or about a date that comes nearer. */
export function isOfUsingUp(name: string): boolean {
  return usedUp.test(wordsOf(name)) || isOfExpiry(name);
}

const dated = /\b((ssl|tls)?certs?|(ssl|tls)?certificates?|ssl|tls|licen[cs]es?|domains?)\b/i;

/** Whether an alert is about a date that comes nearer by itself: that of a certificate or the like. */
export function isOfExpiry(name: string): boolean {
  const words = wordsOf(name);
  return dated.test(words) && /\bexpir/i.test(words);
}

/** `KubePodCrashLooping` is three words more. */
function wordsOf(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z])|_/g, ' ');
}

/** Whether an alert that began so many milliseconds before the trouble may belong to it. */
export function isNear(early: number): boolean {
  return early < longestBefore && early > -longestAfter;
}

function beganWhen(early: number): string {
  const minutes = Math.round(Math.abs(early) / minute);
  if (minutes === 0) return 'began to fire together with';
  return `began to fire ${minutes} min ${early > 0 ? 'before' : 'after'}`;
}
