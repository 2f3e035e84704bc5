import { isOfDepartment } from '@fieldmarshal/contract/text';
import { isNotKnown } from '../words/not-known.ts';
import { isCauseLabel, isItWas, isUnnamed, namesOtherwise, withoutDenied } from './cause.ts';
import { isDeed, isOfThem } from './deed.ts';

/** What a sentence of an incident is about; decides its weight, and the slot it may fill. */
export type Cue = 'cause' | 'workaround' | 'action' | 'symptom' | 'next' | 'recovery';

const patterns: Readonly<Record<Cue, RegExp>> = {
  cause:
    /\b(?:root cause|caused by|cause (?:was|is|of)|due to|because|as a result of|result(?:ed|ing|s)? (?:of|from)|triggered (?:by|when)|stem(?:s|med|ming)|traced (?:back )?to|introduced|originat(?:es|ed|ing)|responsible for|led to|narrowed down|following (?:a|an|the|our) (?:\w+ )?(?:roll-?out|deploy(?:ment)?|release|upgrade|update|migration|(?:configuration |config )?change))\b/i,
  workaround:
    /\bwork-?arounds?\b|\bin the meantime\b|\bas an alternative\b|\balternatively\b|\balternative (?:is|would be) to\b|\b(?:users?|customers?|you) (?:can|may|should|could) (?:still |also |instead )?(?:use|try|retry|switch|refresh|reload|restart|recreate|re-create|delete|create|set|select|access|log|sign|clear|avoid|disable|choose|move|continue)\b|\bretry(?:ing)?\b|\brecommend/i,
  action:
    /\b(?:roll(?:ed|ing)?[ -]?(?:back|out|forward)|revert(?:ed|ing)?|restart(?:ed|ing)?|reboot(?:ed|ing)?|fail(?:ed|ing)?[ -]?over|mitigat(?:ed?|ing|ions?)|(?:a |the )?(?:hot)?fix\b|fixed (?:by|with|in)\b|patch(?:ed|ing)?|scal(?:ed|ing) (?:up|out|down)|re-?rout(?:ed|ing)|redirect(?:ed|ing)|disabled|re-?enabled|applied|redeploy(?:ed|ing)?|deploy(?:ed|ing)|throttl(?:ed|ing)|drain(?:ed|ing)|block(?:ed|ing)|remov(?:ed|ing)|isolat(?:ed|ing)|increas(?:ed|ing) (?:the )?capacity|add(?:ed|ing) capacity|replac(?:ed|ing))\b/i,
  symptom:
    /\b(?:errors?|fail(?:s|ed|ing|ures?)?|unable|cannot|can't|unavailab\w+|inaccessible|degrad\w+|latenc\w+|slow\w*|delay\w*|time[ -]?outs?|timed out|impact\w*|affect\w*|outage|down|disrupt\w*|elevated|drop\w*|loss|lost|missing|stuck|unresponsive|crash\w*|hang\w*|intermittent\w*|5\d\d)\b/i,
  next: /\b(?:next (?:update|step|word)|expect(?:ed|s)? to|we expect|ETA|plan(?:s|ned|ning)? to|estimated|like this (?:one )?in the future)\b/i,
  recovery:
    /\b(?:recover(?:ed|ing|y|s)?|restored|back to normal|operating normally|resolved|returned to|improv(?:ed|ing|ement))\b/i,
};

/** What promises nothing and tells nothing: courtesy, "we are on it", where to ask. */
const courtesy =
  /\b(?:apologi[sz]e|apologies|sorry|regret|thank|thanks|patience|understanding|inconvenience|appreciate|stay tuned|bear with|further updates?|more (?:information|updates?|details)|(?:provide|share|post|give) (?:\w+ ){0,3}(?:updates?|details|information)|update you|keep (?:you|users|everyone|customers|our users) (?:\w+ )?(?:updated|informed|posted)|continue to keep|regular (?:status )?updates?|status updates|please (?:open|contact|follow|check|refer|visit|see|reach|subscribe|file|watch)|if you (?:have|are|continue|experience|see|still)|questions|support (?:case|team|ticket)|internal investigation|(?:not|n't|no) (?:yet )?(?:have )?(?:an )?ETA|publish (?:an )?(?:analysis|post)|learn(?:ing)? from|committed to|take (?:\w+ ){0,3}seriously|best knowledge at the time|subject to change)\b/i;
const onIt =
  /^(?:(?:we|our (?:\w+ )?(?:team|engineers)|engineering|engineers|the team|teams?) )?(?:(?:are|is|'re|have been|remain|continues?) )?(?:still |now |currently |actively |also )?(?:aware|investigat\w+|looking|working|continu\w+|monitor\w+|be ?ing)\b/i;
/** `None at this time`, `not known yet`. */
const nothing =
  /^(?:none|n\/a|not (?:known|available)|unknown(?! \w+ (?!(?:yet|time|moment|so|far|now)\b))|no (?:known )?work-?around|to be|tbd|there (?:is|are) no (?:\w+ )?(?:work-?arounds?|eta|estimate|cause|update|news|impact|information|details?|further|more|other|new))\b|\bno (?:known |available )?work-?arounds?\b/i;
/** Whoever is hit is the one that does it, or that it happens to: no deed of those who work on it, whatever its verbs. */
const ofUsers =
  /^(?:for |some |all |many |most |several |affected |impacted |a (?:small |limited )?(?:number|subset|percentage|fraction) of )*(?:\w+ )?(?:customers?|users?|clients?)\b/i;
/** What is still to come once it is over. */
const afterwards = /\b(?:expect(?:ed|s)? (?:\w+ ){0,6}to|like this (?:one )?in the future|should be)\b/i;
const cueNames = ['cause', 'workaround', 'next', 'action', 'symptom', 'recovery'] as const;

/** What a label says the sentence behind it is; null where it is of another kind. */
export function labelCue(label: string): 'cause' | 'workaround' | null {
  if (/work-?around/.test(label)) return 'workaround';
  return isCauseLabel(label) ? 'cause' : null;
}

/** What a sentence is about, judged by its words and by the label before it; what it is most about is first. English, and causes that are called so in other languages; else there is no cue, and nothing is lost. */
export function cuesOf(text: string, label: string): Cue[] {
  if (isNothing(text)) return [];
  const of = labelCue(label);
  const value = text.toLowerCase().startsWith(`${label}:`) ? text.slice(label.length + 1) : text;
  const labelled = of === 'cause' && (isNotKnown(value) || isUnnamed(value)) ? null : of;
  const found = cueNames.filter(
    (cue) =>
      cue === labelled ||
      (cue === 'cause' ? saysWhy(text) : patterns[cue].test(text)) ||
      (cue === 'action' && isDeed(text)),
  );
  const isDone = found.includes('action') && !ofUsers.test(text) && !afterwards.test(text) && !isOfThem(text);
  return isDone ? found : found.filter((cue) => cue !== 'action');
}

function saysWhy(text: string): boolean {
  return (patterns.cause.test(withoutDenied(text)) && !isUnnamed(text)) || namesOtherwise(text);
}

const whole =
  /^affected (?:\w+ ){1,4}?\w*: |\b(?:resolved|operating normally|back to normal|returned? to normal|no longer|(?:not|n['’]t) (?:been )?(?:impacted|affected)|mitigated)\b|^(?:customer |user )?impact (?:began|started|occurred|ended|lasted|was from)\b/i;
const onlyThat = /\b(?:impact\w*|affect\w*)\b/gi;

/** Whether a sentence tells how it fails, only that something is hit, or that it is over. */
export function saysHit(text: string): 'how' | 'that' | 'over' {
  if (whole.test(text)) return 'over';
  return patterns.symptom.test(text.replaceAll(onlyThat, '')) ? 'how' : 'that';
}

/** A slot that was filled with nothing. */
export function isNothing(text: string): boolean {
  return nothing.test(text.trim());
}

/** Courtesy, or "we are on it" without a word of what. Never shown. */
export function isFiller(text: string): boolean {
  if (courtesy.test(text)) return true;
  return (
    onIt.test(text) &&
    !/\d/.test(text) &&
    !patterns.cause.test(text) &&
    !patterns.workaround.test(text) &&
    wordsBesides(text) < 6
  );
}

/** `This week two regions failed`: says when, and points at no sentence. */
const isOfNow =
  /^this (?:(?:early |late )?(?:morning|noon|afternoon|evening)|week(?:end)?|month|quarter|year|spring|summer|autumn|fall|winter|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b(?!['’]s (?:was|is)\b)/iu;

/** Begins with a word that points at a sentence before it. */
export function isDangling(text: string): boolean {
  if (isItWas(text) || isOfDepartment(text) || isOfNow.test(text)) return false;
  return /^(?:this|these|those|that|it|they|he|she|such|both|the (?:above|former|latter|same|following)|however|therefore|thus|hence|additionally|also|moreover|furthermore|but|and|or|so|then|as a result|consequently|meanwhile|instead|otherwise|similarly|likewise|afterwards?|again|during this|at (?:that|this) (?:time|point)|here)\b/i.test(
    text,
  );
}

function wordsBesides(text: string): number {
  const rest = text.replace(onIt, ' ');
  return (rest.match(/[\p{L}\p{N}]{4,}/gu) ?? []).filter(
    (word) =>
      !/^(?:this|issues?|problems?|incident|with|more|towards?|resolution|fix|solution|mitigations?|matter|situation|status|results?|closely|closely|further|resolve|mitigate|root|cause)$/i.test(
        word,
      ),
  ).length;
}
