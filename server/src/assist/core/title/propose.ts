import { contentStems } from '@fieldmarshal/contract/text';
import { graveIn } from '../words/grave-words.ts';
import { understand } from '../triage/understand.ts';

/** What a title could say that the first alert did not know. */
export interface TitleFacts {
  readonly title: string;
  /** Who broke it, as people call it: by the verdict of now, or by a person's word. */
  readonly causes: readonly string[];
  /** What was seen: title, summary, alerts, first words of people. */
  readonly seen: string;
  /** Workflows and applications that are hit, the surest first. */
  readonly hit: readonly string[];
  readonly environment: string | null;
}

const lengthMax = 120;
const hitsMax = 2;
const does: Readonly<Record<ReturnType<typeof understand>['symptom']['kind'], string>> = {
  outage: 'is down',
  errors: 'returns errors',
  slow: 'is slow',
  data: 'may lose data',
  security: 'may be open to others',
  access: 'refuses access',
  appearance: 'looks wrong',
  maintenance: 'is in maintenance',
  unknown: 'fails',
};

/**
 * A better title than that of the first alert: who broke it, what it does, where, and what that hits. Null where nobody is named, or the
 * title names them already. The same facts give the same words.
 */
export function proposeTitle({ title, causes, seen, hit, environment }: TitleFacts): string | null {
  const said = contentStems(title);
  const isNamed = (name: string): boolean => [...contentStems(name)].every((stem) => said.has(stem));
  if (causes.every((name) => isNamed(name))) return null;
  const { kind } = understand(seen, []).symptom;
  const verb = verbOf(kind, seen);
  const who = `${causes.join(' and ')} ${causes.length === 1 ? verb : ofMany(verb)}`;
  const where = environment === null ? '' : ` in ${environment}`;
  const what =
    hit.length === 0
      ? ''
      : `, ${causes.length === 1 ? 'hits' : 'hit'} ${hit.slice(0, hitsMax).join(' and ')}`;
  const fits = [`${who}${where}${what}`, `${who}${where}`, who].find(({ length }) => length <= lengthMax);
  return fits === undefined || fits === title ? null : fits;
}

/** No more than was seen: what fails need not answer with errors, and where data may be lost it may not be. */
function verbOf(kind: keyof typeof does, seen: string): string {
  if (kind === 'data' && graveIn(seen, 'data-lost')?.how === 'said') return 'loses data';
  return kind === 'errors' && !/\b(?:errors?|5\d\d)\b/i.test(seen) ? 'fails' : does[kind];
}

/** `are down` of `is down`, `return errors` of `returns errors`. */
function ofMany(verb: string): string {
  if (verb.startsWith('may ')) return verb;
  return verb.startsWith('is ') ? verb.replace('is', 'are') : verb.replace(/^(\w+)s\b/u, '$1');
}
