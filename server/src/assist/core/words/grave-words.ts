import { isOtherLoss, lostData } from './lost-data.ts';

/** What weighs so heavily that it decides by itself: once said, somebody is woken or an analysis is asked for. */
export type Grave = 'data-lost' | 'security';

interface Told {
  readonly how: 'said' | 'feared';
  readonly words: string;
}

const secrets =
  'passwords?|credentials?|secrets?|tokens?|(?:api |private |access )?keys?|personal data|customer data|user data|data';
const others =
  "(?:an?)?other (?:customer|user|tenant|compan(?:y|ie)|people|person|account|organi[sz]ation)s?(?:['’]s?)?|someone else['’]s|somebody else['’]s";
const be = '(?:is|are|was|were|be|been|being|got|gets?|has been|have been|had been)';

const patterns: Readonly<Record<Grave, RegExp>> = {
  'data-lost': lostData,
  security: new RegExp(
    [
      String.raw`\bsecurity (?:incident|breach|issue|hole|problem|flaw|event)\b|\b(?:security|data|privacy|account) breach|\bbreach of (?:\w+ ){0,2}(?:security|data|privacy|accounts?|systems?)\b`,
      String.raw`\b(?:we|systems?|servers?|hosts?|accounts?|databases?|networks?|vaults?) (?:\w+ )?${be} (?:\w+ )?(?:breached|compromised|hacked)\b`,
      String.raw`\bdata leak|\bleak(?:s|ed|ing)?(?: \w+){0,2}? (?:${secrets})\b|\b(?:${secrets}) ${be} (?:\w+ )?(?:leaked|leaking|exposed|stolen)\b|\bleak of (?:\w+ ){0,2}(?:${secrets})\b`,
      String.raw`\bunauthori[sz]ed (?:access|login|use|transactions?|person|people)|\bintru(?:der|sion)s?\b|\battackers?\b|\bransomware\b|\bmalware\b|\bexploit(?:ed|s|ing)\b|\bvulnerabilit(?:y|ies)\b`,
      String.raw`\b(?:see|sees|saw|seeing|seen|read|reads|view|views|open|opens|show|shows|showed|shown|get|gets|got|access|accesses|accessed)(?: \w+){0,3}? (?:${others})\b`,
    ].join('|'),
    'giu',
  ),
};

/** Before the words, in the same part of a sentence: `no`, `did not`, `without any`. */
const denied =
  /\b(?:no|not|never|without|none|nobody|nothing|neither|nor|zero|cannot)\b[^,;:()]{0,40}$|(?<![\d.,:])0 (?:\w+ )?$|n['’]t\b[^,;:()]{0,40}$|\b(?:rul(?:ed|es|ing) out|exclud(?:ed|es|ing)|unrelated to)\b[^,;:()]{0,40}$/iu;
/** Behind them: `data loss: none`, `… was ruled out`, `… did not happen`. */
const deniedAfter =
  /^[^,;()]{0,30}?(?:(?::|\bis|\bwas) (?:(?:none|no|nil|zero|unlikely|excluded)\b|0(?![\d.,]\d))|\b(?:has been |was |is |were |are )?(?:ruled out|excluded)\b|\b(?:did|does|do|has|have|was|were|is|are|could|can)(?:n['’]t| not)\b)/iu;
/** What is only asked, feared, looked for or kept away says that it may be so, not that it is. */
const open =
  /\b(?:if|whether|could|might|may|would|risk|risks|risking|possib\w+|potential\w*|perhaps|maybe|suspect\w*|thought|believ\w+|assum\w+|seem\w*|appear\w*|check\w*|verif\w+|look\w*|investigat\w+|prevent\w*|avoid\w*|protect\w*|against|fear\w*|afraid|in case|unless|until|before)\b[^,;:()]{0,40}$|^\s*(?:if|unless|in case)\b[^,;]*, [^,;]{0,20}$/iu;
/** Nobody can say that it is not so: that is a fear, and no denial. */
const notRuledOut =
  /(?:\bnot|\bcannot|n['’]t|\bunable to)(?: \w+)? (?:rule|exclude)\b[^,;:()]{0,40}$|\b(?:not|cannot|n['’]t)(?: (?:yet|be|been))* (?:ruled|excluded)\b[^,;:()]{0,40}$/iu;
const notRuledOutAfter =
  /^[^,;()]{0,30}?(?:(?:\bnot|\bcannot|n['’]t)(?: (?:yet|be|been))* (?:ruled out|excluded)\b|(?::|\b(?:is|was))(?: (?:still|so|far))* (?:unknown|unclear|open|possible|feared|suspected|(?:not|yet to be|to be|being)(?: (?:yet|fully))? (?:investigated|checked|confirmed|known|clear)|tb[cd])\b|: ?\?)/iu;

/**
 * Whether a text says that data was lost, or that security is touched: `said` as a fact, `feared` where it is asked, possible or looked for; null
 * where nothing is said, or it is denied. Words of operations are none: a breached objective, a memory leak, a security group. English only.
 */
export function graveIn(text: string, grave: Grave): Told | null {
  let found: Told | null = null;
  for (const sentence of sentences(text)) {
    for (const match of sentence.matchAll(patterns[grave])) {
      const before = sentence.slice(Math.max(0, match.index - 80), match.index);
      const after = sentence.slice(match.index + match[0].length);
      if (grave === 'data-lost' && isOtherLoss(before, match[0], after)) continue;
      const isFeared = notRuledOut.test(before) || notRuledOutAfter.test(after);
      if (!isFeared && (denied.test(before) || deniedAfter.test(after))) continue;
      const isOpen = isFeared || open.test(before) || /\b(?:can|could|may|might|would) /u.test(match[0]);
      if (!/\?\s*$/u.test(sentence) && !isOpen) return { how: 'said', words: match[0] };
      found ??= { how: 'feared', words: match[0] };
    }
  }
  return found;
}

/** Whether a text says that `pattern` (global) was so: neither denied, nor asked, nor only planned or possible. */
export function isSaid(text: string, pattern: RegExp): boolean {
  return sentences(text).some((sentence) =>
    [...sentence.matchAll(pattern)].some((match) => {
      const before = sentence.slice(Math.max(0, match.index - 80), match.index);
      const after = sentence.slice(match.index + match[0].length);
      return (
        !/\?\s*$/u.test(sentence) && !denied.test(before) && !deniedAfter.test(after) && !open.test(before)
      );
    }),
  );
}

function sentences(text: string): string[] {
  return text.slice(0, 20_000).match(/(?:[^.!?\n]|\.(?=\w))+[.!?]*/gu) ?? [];
}
