const things =
  'data|records?|rows?|files?|drafts?|messages?|orders?|payments?|invoices?|documents?|backups?|e-?mails?|uploads?|bookings?|entries|transactions?|tables?|databases?|comments?|attachments?|projects?|repositor(?:y|ies)';
const spoilt = 'lost|deleted|erased|wiped|overwritten|corrupted|corrupt|destroyed|discarded';
const be =
  '(?:is|are|was|were|be|been|being|got|gets?|has been|have been|had been|(?:may|might|could) (?:be|have been))';
/** Words behind a thing that say which, and no clause of their own: `of two hours`, `since noon`. */
const which = String.raw`(?: between [\w:.]+(?: \w+)? and [\w:.]+(?: \w+)?| (?:of|from|since|in|on|for|by|to|at|after|before|with|sent|made|written|(?!fail|increas|decreas|dropp|stopp|stall|doubl|delay|timed)\w{3,}ed)(?: (?!(?:is|are|was|were|be|been|has|have|had|do|does|did|and|or|but|while|because|when|as|so|fail\w*|work\w*)\b)[\w:.'’%-]+){1,5}?)?`;
const end = String.raw`(?=\s*(?:$|[.,;:!)–-]|(?:since|between|after|before|at|due|because|during|for|when|while|so|and|but|today|again|now|too|with|forever|\w+ly)\b`;
const stands = String.raw`${end}|from (?!\d)))`;
const standsThere = String.raw`${end}|in\b|on\b|by\b|from\b))`;

/** Words that tell of lost data, unless {@link isOtherLoss} says that they tell of something else. */
export const lostData = new RegExp(
  [
    String.raw`\b(?:data[ -]?(?:loss|corruption)|loss of (?:\w+ ){0,2}(?:${things}))\b`,
    String.raw`\b(?:lost|lose|loses|losing|corrupt(?:ed|s|ing)?|overw(?:rote|ritten)|wiped|erased|deleted)(?: [\w,.]+){0,3}? (?:data|records|rows|messages|orders|payments|invoices|documents|backups|bookings|transactions|uploads|projects|repositories|attachments|comments|drafts|e-?mails)\b`,
    String.raw`\b(?:${things})${which} (?:\w+ ){0,2}?${be} (?:\w+ ){0,2}?(?:${spoilt}|dropped)\b`,
    String.raw`\b${be} (?:\w+ ){0,2}?(?:${things}) (?:\w+ )?(?:${spoilt})\b`,
    String.raw`\b(?:${things})${which} (?:all )?(?:${spoilt}|gone)\b${standsThere}`,
    String.raw`\b(?:lost|lose|loses|losing):?(?: [\w,.%]+){0,4}? (?:${things})\b`,
    String.raw`\b(?:${things})${which} (?:(?:${be}|has|have) (?:\w+ )?gone\b${stands}|(?:has |have )?(?:vanished|disappeared)\b|(?:has |have )?(?:gone|went) missing\b)`,
    String.raw`\btables? ${be} truncated\b`,
    String.raw`\bmissing (?:data|records|messages|orders|payments|invoices|documents)\b`,
  ].join('|'),
  'giu',
);

/** What can be lost beside data, and is there again once it is found. */
const ties =
  'connect\\w*|contact|access|links?|sessions?|sync\\w*|leaders?(?:hip)?|leases?|locks?|heartbeats?|quorum|visibility|sight|track|communications?|permissions?|rights|privileges|power';
const machines =
  'nodes?|servers?|hosts?|replicas?|primar(?:y|ies)|standbys?|instances?|clusters?|pods?|pools?|prox(?:y|ies)|gateways?|services?|workers?|consumers?|brokers?|jobs?|agents?';
/** What everybody is glad to see gone. */
const troubles =
  'errors?|warnings?|alerts?|alarms?|delays?|lags?|latenc(?:y|ies)|time-?outs?|problems?|issues?|failures?|backlogs?|queues?|pile|jam|flood|spikes?|bursts?|deadlocks?|pressure|load|contention|retries|duplicates|noise|symptoms?|blockages?|slow quer(?:y|ies)|slowness|slow-?downs?';
const little = 'after|before|because|due|during|by|with|on|in|at|from|following|despite|when|if|for|under|of';
const clause =
  'that|which|and|but|so|because|as|where|when|is|are|was|were|has|have|led|caused|show\\w*|say\\w*|mean\\w*';
/** `The errors on uploads`, `access to documents`: what stands in front of the thing is what is gone, unless a sentence begins with it as a time or a reason. */
const ofOther = new RegExp(
  String.raw`(?:^|[,;:]\s|\b(?:and|but|that|while|so|now|once|says?) )\s*(?:(?!(?:${little})\b)[\w'’-]+ ){0,4}?(?:${troubles}|${ties})(?: \w+)? (?:of|in|on|with|for|from|to|about|at|by|between) (?:(?!(?:${clause})\b)[\w:.%'’-]+ ){0,4}$`,
  'iu',
);
const tieLost = new RegExp(String.raw`^(?:los\w+)\b.*\b(?:${ties})\b`, 'iu');
const ofMachine = new RegExp(String.raw`\b(?:${things})[ -](?:\w+ )?(?:${ties}|${machines})\b`, 'iu');
const machineBehind = new RegExp(
  String.raw`^[ -](?:${ties}|${machines}|alerts?|alarms?|points?|warnings?)\b`,
  'iu',
);

/** Nothing that anybody wants back. */
const worthless =
  'tmp|temp|temporary|locks?|pid|cached?|swap|scratch|tests?|testing|dummy|fake|errors?|warnings?|alerts?|spam|junk|(?:config|configuration|certificate|key|socket|unit|script|system|build|package)(?= files?\\b)';
/** Worth something, but taken away on purpose, or gone to everybody's relief. */
const unwanted =
  'logs?|debug|trace|dumps?|core|crash|stuck|hung|hanging|stalled|blocked|delayed|stale|old|older|oldest|outdated|expired|obsolete|unused|orphan(?:ed)?|duplicated?|redundant|superfluous|left-?over|failed|failing|broken|poison(?:ed|ous)?|bad|dead|malformed|unneeded|unwanted';
/** A thing of some kind: its kind at the end of what stands before it, or within the words themselves. */
const kind = (kinds: string): { readonly ahead: RegExp; readonly within: RegExp } => ({
  ahead: new RegExp(String.raw`\b(?:${kinds})[ -](?:\w+ )?$`, 'iu'),
  within: new RegExp(String.raw`\b(?:${kinds})[ -](?:\w+ )?(?:${things})\b`, 'iu'),
});
const ofWorthless = kind(worthless);
const ofUnwanted = kind(`${worthless}|${unwanted}`);
const onScreen =
  /\bmessages\b[^,;]{0,30} (?:in|from|on) (?:the |our |all )?(?:\w+ )?(?:logs?|console|screen|dashboard)\b/iu;
const takenAway =
  /\b(?:deleted|erased|wiped|overwritten|overwrote|gone|vanished|disappeared|dropped|discarded)\b/iu;
const onPurpose =
  /\bto (?:free|make (?:room|space)|regain|reclaim|relieve|unblock|save (?:disk )?space)\b|^ (?:automatically )?(?:after (?:\d+|an?|one|two|three|\w+teen|thirty|sixty|ninety) (?:minute|hour|day|week|month|year)s?\b|every\b|nightly\b|daily\b|weekly\b|monthly\b|on purpose\b|as (?:planned|intended|agreed)\b|by design\b|intentionally\b|deliberately\b|by (?:the |their |its )?(?:users?|customers?|owners?|authors?|them)\b)/iu;
const toFree = /\bto (?:free|make (?:room|space)|regain|reclaim|relieve|unblock)\b/iu;
const byMistake =
  /\b(?:mistake\w*|accident\w*|wrong(?:ly)?|unintention\w*|inadvertent\w*|erroneous\w*|too (?:much|many))\b/iu;
const byUsers =
  /\b(?:users|customers|clients|people|an? (?:user|customer)|who|you) (?:(?:have|had|just|recently|already|themselves) )?$/iu;
const stillThere =
  /^ (?:\w+ )?(?:still|re-?appear\w*|(?:come|came) back|show|(?:are|were|is) (?:still |again )?(?:visible|shown|listed|back)|remain\w*|return\w*|(?:turn|pop)\w* up)\b/iu;

/**
 * Whether what {@link lostData} found in a sentence is the loss of something else, or none: a connection, a leader, trouble that is gone,
 * temporary files, what was taken away on purpose, what was deleted by its owner or did not go away.
 */
export function isOtherLoss(before: string, words: string, after: string): boolean {
  const startsWithThing = !/^(?:los\w+|corrupt\w*|over\w+|wiped|erased|deleted|missing)\b/iu.test(words);
  if (tieLost.test(words) || ofMachine.test(words) || machineBehind.test(after)) return true;
  if (startsWithThing && ofOther.test(before)) return true;
  const isOf = ({ ahead, within }: ReturnType<typeof kind>): boolean =>
    (startsWithThing && ahead.test(before)) || within.test(words);
  if (isOf(ofWorthless) || onScreen.test(words + after)) return true;
  if (!takenAway.test(words) || byMistake.test(before + after)) return false;
  return (
    isOf(ofUnwanted) ||
    onPurpose.test(after) ||
    toFree.test(before) ||
    (!startsWithThing && (byUsers.test(before) || stillThere.test(after)))
  );
}
