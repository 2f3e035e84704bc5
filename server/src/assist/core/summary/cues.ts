import { sentencesOf } from '@fieldmarshal/contract/text';

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
  /^(?:none|n\/a|not (?:known|available)|unknown|no (?:known )?work-?around|to be|tbd|there (?:is|are) no)\b|\bno (?:known |available )?work-?arounds?\b/i;
/** A cause that is looked for, or said to be unknown, is none. */
const openCause =
  /\b(?:investigat\w+|determin\w+|identify|find(?:ing)?|look\w* (?:in|for)\w*)\b[^.]{0,30}\bcause\b|\bcause\b[^.]{0,30}\b(?:un(?:known|clear)|not (?:yet )?(?:been )?(?:known|clear|identified|found|determined)|being (?:investigated|looked))\b|\b(?:unknown|not yet known)\b[^.]{0,30}\bcause\b/i;
/** A cause that was found, without a word of which it is. */
const unnamedCause =
  /\b(?:identif\w+|found|pinpointed|isolated|located) (?:an? |the |its )?(?:(?:root|underlying|potential|possible|likely|probable) )*cause\b(?!\s*(?::|\b(?:is|was|to be|as)\b))|\bcause\b[^.:]{0,20}\b(?:identified|found|pinpointed|isolated|located)\b(?!\s*(?::|\b(?:as|to be|in)\b))/i;
/** Whoever is hit is the one that does it, or that it happens to: no deed of those who work on it, whatever its verbs. */
const ofUsers =
  /^(?:for |some |all |many |most |several |affected |impacted |a (?:small |limited )?(?:number|subset|percentage|fraction) of )*(?:\w+ )?(?:customers?|users?|clients?)\b/i;
/** What is still to come once it is over. */
const afterwards = /\b(?:expect(?:ed|s)? (?:\w+ ){0,6}to|like this (?:one )?in the future|should be)\b/i;
const cueNames = ['cause', 'workaround', 'next', 'action', 'symptom', 'recovery'] as const;

/** What stands before a colon where a cause is named, in the languages that people write most. */
const causeLabel =
  /(?:^|\s)(?:cause|ursache|grund|causa|motivo|oorzaak|reden|orsak|årsag|årsak|syy|przyczyna|příčina|причина|причини|nguyên nhân|neden|αιτία|السبب|سبب|הסיבה|कारण)(?:\s|$)|原因|원인/u;

/** What a label says the sentence behind it is; null where it is of another kind. */
export function labelCue(label: string): 'cause' | 'workaround' | null {
  if (/work-?around/.test(label)) return 'workaround';
  return causeLabel.test(label) ? 'cause' : null;
}

/** Nothing is known, looked for, or not sure, where the cause should stand; and a cause in so many words. */
const openAbroad =
  /\b(?:nicht|noch|unbekannt|unklar|inconnue?|pas encore|desconocid[ao]|aún|todavía|desconhecid[ao]|ainda|sconosciut[ao]|ancora|onbekend|nog|okänd|ukjent|ukendt|nieznan[ay]|jeszcze)\b|неизвестн|пока|выясня|не установлен|не ясн|不明|調査|未定|分から|わから|まだ|查|尚|未知|모르|조사|불명|غير|لم /iu;
const causeAbroad =
  /\b(?:(?:die )?ursache|(?:der )?grund)(?: (?:für|der|des|dafür) [^.]{1,60}?)? (?:ist|war|waren|sind)\b|\b(?:la )?cause (?:est|était|a été)(?!\p{L})|\b(?:la )?causa (?:es|fue|era|è|è stat[ao])(?!\p{L})|\ba causa (?:é|foi)(?!\p{L})|\bde oorzaak (?:is|was)\b|\borsaken (?:är|var)(?!\p{L})|причин(?:а|ой) (?:в |была |стал|был|—|-)|原因は|原因是|원인은/iu;

function namesCauseAbroad(text: string): boolean {
  return causeAbroad.test(text) && !openAbroad.test(text);
}

/** What a sentence is about, judged by its words and by the label before it; what it is most about is first. English, and causes that are called so in other languages; else there is no cue, and nothing is lost. */
export function cuesOf(text: string, label: string): Cue[] {
  if (isNothing(text)) return [];
  const of = labelCue(label);
  const labelled = of === 'cause' && (openCause.test(text) || openAbroad.test(text)) ? null : of;
  const found = cueNames.filter(
    (cue) =>
      cue === labelled ||
      (patterns[cue].test(text) && !(cue === 'cause' && isUnnamed(text))) ||
      (cue === 'cause' && (namesCauseAbroad(text) || itWas.test(text))) ||
      (cue === 'action' && deed.test(text)),
  );
  const isDeed = found.includes('action') && !ofUsers.test(text) && !afterwards.test(text);
  return isDeed ? found : found.filter((cue) => cue !== 'action');
}

/** What somebody says they did: `We deleted old segments`, `Added replicas`. Elsewhere in a sentence these words may tell of anybody. */
const deed =
  /^(?:(?:i|we|they|(?:our |the )?(?:\w+ )?(?:team|engineers?))(?: have| has|['’]ve)? )?(?:just |now |already |also |manually )?(?:fixed|deleted|removed|added|moved|raised|lowered|increased|reduced|doubled|halved|cleared|renewed|rotated|killed|stopped|upgraded|downgraded|switched|turned (?:on|off)|freed|cleaned|repaired|changed|purged|flushed|expanded|rebuilt|recreated|unblocked|paused|set) (?!by\b|in\b|at\b|from\b|since\b)/iu;

const named = /\b(?:due to|because|caused by)\b/i;

/** Why it took long is not why it broke. */
const ofDelay =
  /\bled to (?:an? |the )?(?:\w+ )?(?:longer|delay\w*|slower|extended|increased time)\b[^.]{0,30}\b(?:mitigat|detect|recover|resol|respon|restor)\w*/i;

/** Whether a word for a cause stands in it and no cause. */
function isUnnamed(text: string): boolean {
  if (ofDelay.test(text) && !named.test(text)) return true;
  return (openCause.test(text) || unnamedCause.test(text)) && !named.test(text);
}

/** Whether it tells that the cause is known by now, and leaves out which it is. */
export function saysCauseIsFound(text: string): boolean {
  return text.includes('cause') && unnamedCause.test(text) && !named.test(text);
}

/** Whether it names a cause in so many words; others only tell that one thing led to another. */
export function namesCause(text: string): boolean {
  return (
    /\b(?:root cause|caused by|cause (?:was|is|of)|due to|because)\b/i.test(text) ||
    labelCue(/^([^:：]{1,40})[:：]/u.exec(text.toLowerCase())?.[1] ?? '') === 'cause' ||
    namesCauseAbroad(text) ||
    itWas.test(text)
  );
}

const calledCause = /\b(?:caused by|cause (?:was|is|of [^.]{1,60} (?:was|is))|root cause\b[^.]{0,20}:)/iu;
const supposed =
  /\b(?:may|might|could|maybe|perhaps|possibl[ey]|suspect\w*|probabl[ey]|likely|think|guess|unsure|if|whether)\b/iu;

/** Whether somebody wrote that something is the cause, called it so, and neither asked nor supposed it: then it is known, whatever a verdict says. */
export function tellsCause(text: string): boolean {
  return sentencesOf(text).some(({ text: sentence, label, isFirst }) => {
    if (/[?？]\s*$/u.test(sentence) || supposed.test(sentence) || isUnnamed(sentence)) return false;
    const isLabelled = isFirst && cuesOf(sentence, label).includes('cause') && labelCue(label) === 'cause';
    return isLabelled || calledCause.test(sentence) || namesCauseAbroad(sentence) || itWas.test(sentence);
  });
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

/** `It was the load balancer: its idle timeout was one second`: points at nothing, and says why. */
const itWas = /^it (?:was|is|turned out to be) (?:the|an?|our) [^.:]{1,60}:\s/iu;

/** Begins with a word that points at a sentence before it. */
export function isDangling(text: string): boolean {
  if (itWas.test(text)) return false;
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
