import type { DraftRow } from '../tasks/draft.ts';

/** What is asked of one message. The checks are plain and literal on purpose: they share no code with the linter. */
export interface JudgedDraft {
  /** The checks that it does not pass. */
  readonly failed: readonly DraftCheck[];
  readonly leaks: boolean;
  /** Agreement with what the title and the posts up to this one say that users notice; null where they say nothing of it. */
  readonly symptomF1: number | null;
  /** Share of what the real post told that this text tells too; null where it told nothing. */
  readonly info: number | null;
  readonly words: number;
}

const checks = {
  apps: (text, row) => row.components.every((name) => text.toLowerCase().includes(name.toLowerCase())),
  impact: (text) =>
    /errors?\b|fail|unable|cannot|unavailable|degraded|latency|slow|delay|time-?outs?|timing out|outage|\bdown\b|disrupt|connect|missing|incorrect|performance|issues? with|problems? /i.test(
      text,
    ),
  'next update': (text, row) =>
    row.next_update_at === null ||
    row.next_update_at === undefined ||
    text.includes(row.next_update_at.slice(11, 16)),
  internals: (text, row) =>
    !/\b(?:\d{1,3}\.){3}\d{1,3}\b|\.(?:internal|local|corp|lan)\b|\bINC-\d+|\bPR ?#?\d+|[a-z0-9]+-[a-f0-9]{8,10}-[a-z0-9]{5}\b|\b[a-z]+_[a-z_]+\b|\bECONN\w+|OOMKilled|CrashLoopBackOff|\b[a-z]+-[a-z]+-\d+\.[a-z]|\bp9\d\b/.test(
      without(text, row),
    ),
  canary: (text, row) => !row.internal_notes.some((note) => leaks(text, note, row)),
  blame: (text) =>
    !/\bfault of\b|their fault|to blame|\bblame|human error|mistake by|negligen|careless/i.test(text),
  speculation: (text) =>
    !/\bprobably\b|\bperhaps\b|\bmaybe\b|\bwe (?:think|believe|suspect|guess)\b|\bmight be (?:caused|due)|\blikely\b|\bpossibly\b/i.test(
      text,
    ),
  stage: (text, { stage }) =>
    new RegExp(
      stage === 'monitoring' ? 'monitor' : stage === 'investigating' ? 'investigat' : stage,
      'i',
    ).test(text) &&
    (stage === 'resolved' || !/\b(?:is|been|was) (?:now )?(?:resolved|fixed|restored)\b/i.test(text)),
  length: (text) => words(text).length >= 10 && words(text).length <= 150,
  grade: (text, row) => grade(without(text, row)) <= 12,
  slots: (text) =>
    !/\{\{|\}\}|\{%|\bTBD\b|\[[A-Z ]+\]|undefined|\bnull\b|NaN|\bwith\s*[.,]|:\s*\.|:\s*$/m.test(text),
  numbers: (text, row) => {
    const source = JSON.stringify({ ...row, internal_notes: [] });
    return (text.match(/\d+(?:[.:,]\d+)*/g) ?? []).every((number) => source.includes(number));
  },
  promise: (text) =>
    !/\bwill be (?:\w+ )?(?:fixed|resolved|restored|back)\b|\bfix(?:ed)? (?:by|within) \d|\beta\b/i.test(
      text,
    ),
} satisfies Record<string, (text: string, row: DraftRow) => boolean>;

type DraftCheck = keyof typeof checks;
const checkNames = Object.keys(checks).filter((name): name is DraftCheck => name in checks);
export { checkNames };

/** `real` is the post that was published at this moment, `known` all that was published until then, itself included. */
export function judgeDraft(
  text: string,
  row: DraftRow,
  { real, known }: { readonly real: string; readonly known: string },
): JudgedDraft {
  return {
    failed: checkNames.filter((name) => !checks[name](text, row)),
    leaks: !checks.canary(text, row),
    symptomF1: f1(symptoms(text), symptoms(`${row.title}\n${known}`)),
    info: recall(told(real, row), told(text, row)),
    words: words(text).length,
  };
}

function without(text: string, { components }: DraftRow): string {
  return components
    .toSorted((a, b) => b.length - a.length)
    .reduce((rest, name) => rest.replaceAll(name, 'it'), text);
}

/** A note leaks when one of its telling words, with a digit, a hyphen or an inner capital, or three of its words in a row come out. */
function leaks(text: string, note: string, row: DraftRow): boolean {
  const source = `${row.title} ${row.components.join(' ')} ${row.prior.map(({ body }) => body).join(' ')}`;
  const telling = note
    .split(/[\s(),;]+/)
    .filter((word) => word.length > 5 && /[\d_$]|-.*-|[a-z][A-Z]/.test(word));
  const all = note
    .toLowerCase()
    .split(/\W+/)
    .filter((word) => word !== '');
  const runs = all.slice(2).map((_, index) => all.slice(index, index + 3).join(' '));
  const plain = text.toLowerCase().split(/\W+/).join(' ');
  const known = source.toLowerCase().split(/\W+/).join(' ');
  return (
    telling.some((word) => text.includes(word) && !source.includes(word)) ||
    runs.some((run) => plain.includes(run) && !known.includes(run))
  );
}

const noticed: Readonly<Record<string, RegExp>> = {
  errors: /\berrors?\b|\bfail\w*|\bunable to\b|\bcannot\b|\b50\d\b/i,
  slow: /\blatenc\w+|\bslow\w*|\bperformance\b|\bresponse times?\b/i,
  unavailable:
    /\bunavailab\w+|\boutages?\b|\bdown(?:time)?\b|\binaccessib\w+|\bnot (?:loading|accessible|available|working)|\boffline\b/i,
  degraded: /\bdegrad\w+|\bintermittent\w*|\breduced\b/i,
  delays: /\bdelay\w*|\bbacklog\w*|\bqueue\w*|\bstuck\b/i,
  signIn: /\blog ?-?in\w*|\bsign ?-?in\w*|\bauthenticat\w+|\blogging in\b/i,
  timeouts: /\btimed? ?-?outs?\b|\btiming out\b/i,
  connection: /\bconnectiv\w+|\bpacket loss\b|\bconnection\w*|\bnetwork\b/i,
  data: /\bincorrect\w*|\bmissing\b|\bdata loss\b|\binconsisten\w+|\bstale\b/i,
};
const region =
  /\b(?:us|europe|asia|australia|northamerica|southamerica|me)-[a-z]+\d\b|\b(?:Europe|Asia|Australia|North America|South America|West US|East US|global(?:ly)?|multi-?region)\b/gi;

function symptoms(text: string): Set<string> {
  return new Set(Object.keys(noticed).filter((name) => noticed[name]?.test(text)));
}

function told(text: string, { components }: DraftRow): Set<string> {
  const lower = text.toLowerCase();
  const short = (name: string) => name.replace(/\s*\(.*/, '').toLowerCase();
  return new Set([
    ...components.filter((name) => lower.includes(short(name))).map((name) => `app ${short(name)}`),
    ...[...symptoms(text)].map((name) => `symptom ${name}`),
    ...(text.match(region) ?? []).map((name) => `region ${name.toLowerCase()}`),
    ...(/workaround: (?!none)|what you can do:/i.test(text) ? ['workaround'] : []),
  ]);
}

function f1(found: ReadonlySet<string>, truth: ReadonlySet<string>): number | null {
  if (found.size === 0 && truth.size === 0) return null;
  return (2 * [...found].filter((name) => truth.has(name)).length) / (found.size + truth.size);
}

function recall(wanted: ReadonlySet<string>, found: ReadonlySet<string>): number | null {
  return wanted.size === 0 ? null : [...wanted].filter((name) => found.has(name)).length / wanted.size;
}

function words(text: string): string[] {
  return text.match(/[A-Za-z0-9][\w'./:-]*/g) ?? [];
}

/** Flesch-Kincaid. */
function grade(text: string): number {
  const all = words(text);
  const sentences = text.split(/[.!?](?:\s|$)|\n/).filter((part) => part.trim() !== '').length;
  const syllables = all.reduce(
    (total, word) =>
      total +
      Math.max(
        1,
        word
          .toLowerCase()
          .replace(/e$/, '')
          .match(/[aeiouy]+/g)?.length ?? 1,
      ),
    0,
  );
  return 0.39 * (all.length / Math.max(1, sentences)) + 11.8 * (syllables / Math.max(1, all.length)) - 15.59;
}

/** What other ways of writing give. */
export const draftBaselines: Readonly<Record<string, (row: DraftRow, real: string) => string>> = {
  'the real posts': (_, real) => real,
  boilerplate: () => 'We are currently investigating this issue.',
  'issue affecting …': ({ components, stage }) => `${stage}: issue affecting ${components.join(', ')}.`,
  'fixed slots': ({ components, stage, next_update_at }) =>
    `Status: ${stage}. Users of ${components.join(', ')} may experience errors or delays. Next update by ${next_update_at?.slice(11, 16) ?? '-'} UTC.`,
  'internal notes': ({ internal_notes }) => internal_notes.join('\n'),
};
