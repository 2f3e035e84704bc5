import { stemsIn, type Tongue } from './words.ts';

/** What one part of a sentence has to do with another: it caused it, or it was before it. */
export interface Link {
  readonly kind: 'cause' | 'time';
  /** Stems of the cause, or of what was first. */
  readonly first: ReadonlySet<string>;
  /** Stems of what it did, or of what came later; empty where a cause is named and nothing else. */
  readonly second: ReadonlySet<string>;
  /** The words that say so. */
  readonly by: string;
}

/** Every cause and every order of time that a sentence tells. `label` is what stood before it: `Root cause`. */
export function linksOf(sentence: string, label: string, tongue: Tongue): Link[] {
  const named = namedCause(sentence, label, tongue);
  const parts = sentence.split(/[;()—–!?]|:(?!\d)|\s-\s/u);
  return [...(named === null ? [] : [named]), ...parts.flatMap((part) => linksOfPart(part, tongue))];
}

function namedCause(sentence: string, label: string, tongue: Tongue): Link | null {
  const named = tongue.grammar.causeNamed.exec(sentence.toLowerCase());
  if (named !== null) {
    const behind = sentence.slice(named.index + named[0].length);
    return linkOf({ kind: 'cause', by: 'cause', isNamed: true }, [behind, named[1] ?? ''], tongue);
  }
  return /\b(?:cause|ursache|grund|causa|oorzaak)\b/u.test(label)
    ? linkOf({ kind: 'cause', by: label, isNamed: true }, [sentence, ''], tongue)
    : null;
}

interface Joint {
  readonly kind: Link['kind'];
  readonly isForward: boolean;
  readonly by: string;
  readonly from: number;
  readonly to: number;
}

function linksOfPart(part: string, tongue: Tongue): Link[] {
  const joints = jointsOf(part, tongue);
  return joints.flatMap((joint, index) => {
    const before = part.slice(joints[index - 1]?.to ?? 0, joint.from);
    const behind = part.slice(joint.to, joints[index + 1]?.from ?? part.length);
    const sides = index === 0 && stemsIn(before, tongue).size === 0 ? fronted(behind) : null;
    const [left, right] = sides ?? [lastOf(before, tongue), firstOf(behind, tongue)];
    const earlier = index > 0 && left.trim() === '' ? part.slice(0, joint.from) : left;
    const ordered: [string, string] = joint.isForward ? [earlier, right] : [right, earlier];
    const link = linkOf({ ...joint, isNamed: false }, ordered, tongue);
    return link === null ? [] : [link];
  });
}

/** `After the restart, errors stopped` is `errors stopped after the restart`. */
function fronted(behind: string): [string, string] | null {
  const comma = behind.search(/,\s/u);
  return comma < 0 ? null : [behind.slice(comma + 1), behind.slice(0, comma)];
}

function jointsOf(part: string, { grammar: { causes, times }, language }: Tongue): Joint[] {
  const kinds = [
    { kind: 'cause', isForward: false, words: causes.backward },
    { kind: 'cause', isForward: true, words: causes.forward },
    { kind: 'time', isForward: false, words: times.backward },
    { kind: 'time', isForward: true, words: times.forward },
  ] as const;
  const joints: Joint[] = [];
  for (const { kind, isForward, words } of kinds)
    for (const match of part.toLowerCase().matchAll(joinsOf(language, words))) {
      const [from, to] = [match.index, match.index + match[0].length];
      if (!joints.some((other) => from < other.to && other.from < to))
        joints.push({ kind, isForward, by: match[0].trim(), from, to });
    }
  return joints.sort((a, b) => a.from - b.from);
}

const compiled = new Map<string, RegExp>();

function joinsOf(language: string, words: string): RegExp {
  const key = `${language} ${words}`;
  const found =
    compiled.get(key) ?? new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${words})(?![\p{L}\p{N}])`, 'gu');
  compiled.set(key, found);
  return found;
}

/** The part of a text before what else is said: `it failed, and Anna left` is `it failed`. */
function firstOf(text: string, { grammar }: Tongue): string {
  const words = [grammar.breaks, ...grammar.prepositions].join('|');
  const end = text.search(new RegExp(String.raw`,\s+(?:${words})(?![\p{L}\p{N}])`, 'iu'));
  return end < 0 ? text : text.slice(0, end);
}

/** The last part of a text; what only leads over (`, which`) is left out. */
function lastOf(text: string, { grammar }: Tongue): string {
  const bare = text.replace(
    new RegExp(String.raw`(?:,\s*)?(?<![\p{L}\p{N}])(?:${grammar.breaks})\s*$`, 'iu'),
    '',
  );
  const parts = bare.split(new RegExp(String.raw`,\s+(?:${grammar.breaks})(?![\p{L}\p{N}])`, 'iu'));
  return parts.at(-1) ?? '';
}

interface Told {
  readonly kind: Link['kind'];
  readonly by: string;
  /** A cause that is called one, of whatever. */
  readonly isNamed: boolean;
}

function linkOf(
  { kind, by, isNamed }: Told,
  [first, second]: readonly [string, string],
  tongue: Tongue,
): Link | null {
  const link = { kind, by, first: stemsIn(first, tongue), second: stemsIn(second, tongue) };
  if (!saysWhat(link.first) || (!isNamed && !saysWhat(link.second))) return null;
  return link;
}

/** A number alone is a time or an amount, nothing that can have caused or come. */
function saysWhat(stems: ReadonlySet<string>): boolean {
  return [...stems].some((stem) => /\p{L}/u.test(stem) && !units.test(stem));
}

const units =
  /^(?:ms|s|sec\w*|min\w*|h|hour\w*|day\w*|week\w*|utc|gmt|stunde\w*|tag\w*|minut\w*|heure\w*|hora\w*|or[ae]|uur|dag\w*)$/u;
