import { isThought, sentencesOf } from '@fieldmarshal/contract/text';
import { isNotKnown } from '../words/not-known.ts';

/** What stands before a colon where a cause is named, in the languages that people write most. */
const label =
  /(?:^|\s)(?:cause|ursache|grund|causa|motivo|oorzaak|reden|orsak|årsag|årsak|syy|przyczyna|příčina|причина|причини|nguyên nhân|neden|αιτία|السبب|سبب|הסיבה|कारण)(?:\s|$)|原因|원인/iu;
/** `Root cause analysis: due Friday` is about the work on it. */
const ofWork =
  /\bcause (?:\w+ )?(?:analys[ie]s|investigation|review|report|meeting|call|ticket|document|doc|owner|status|categor\w+|code|template)\b|\b(?:no|not|non)\b/iu;

export function isCauseLabel(words: string): boolean {
  return label.test(words) && !ofWork.test(words);
}

/** What stands behind `the cause is`, `root cause of the outage:` and the like. */
const causeIs =
  /(?<!\b(?:mitigat|fix|resolv|address|remov|eliminat|correct|discover)\w+ (?:the |its |that )?(?:root |underlying )?)\bcause\b(?: \([^)]*\))?(?: (?:of|for|behind) (?:(?! (?:and (?:we|it|our|are|is|have|will|now)|that|which|who) )[^.,;:]){1,60}?| so far| now| found| identified| confirmed)?(?:\s?[:：]| (?:is|was|were|are|has been|remains?|(?=will be ))\b)(?!n['’]t)\s*(.*)$/isu;
const causeAbroad =
  /\b(?:(?:die )?ursache|(?:der )?grund)(?: (?:für|der|des|dafür) [^.]{1,60}?)? (?:ist|war|waren|sind)\b|\b(?:la )?cause (?:est|était|a été)(?!\p{L})|\b(?:la )?causa (?:es|fue|era|è|è stat[ao])(?!\p{L})|\ba causa (?:é|foi)(?!\p{L})|\bde oorzaak (?:is|was)\b|\borsaken (?:är|var)(?!\p{L})|причин(?:а|ой) (?:в |была |стал |стала |стало |был |—|-)|原因は|原因是|원인은/iu;

/** A cause that is looked for, or said to be unknown, is none. */
const openCause =
  /\b(?:investigat\w+|determin\w+|identify|find(?:ing)?|look\w* (?:in|for)\w*)\b[^.]{0,30}\bcause\b|\bcause\b[^.]{0,30}\b(?:un(?:known|clear)|not (?:yet )?(?:been )?(?:known|clear|identified|found|determined)|being (?:investigated|looked))\b|\b(?:unknown|not yet known)\b[^.]{0,30}\bcause\b/i;
/** A cause that was found, without a word of which it is. */
const unnamedCause =
  /\b(?:identif\w+|found|pinpointed|isolated|located) (?:an? |the |its )?(?:(?:root|underlying|potential|possible|likely|probable) )*cause\b(?!\s*(?::|\b(?:is|was|to be|as)\b))|\bcause\b[^.:]{0,20}\b(?:identified|found|pinpointed|isolated|located)\b(?!\s*(?::|\b(?:as|to be|in)\b))/i;
const named = /\b(?:due to|because|caused by)\b/i;
/** `It was not caused by the deploy`, `we ruled out the deploy as the cause`, `no root cause so far`. */
const deniedCause =
  /(?:\b(?:not|never|neither|nor|no longer|hardly|nothing|none)\b|n['’]t)(?: [\w'’]+){0,4}? (?:caused by|due to|because of|the result of|a result of|triggered by|the (?:root )?cause(?: of)?)\b[^,;.]{0,80}|\bno \w+(?: \w+){0,3}? caused by\b[^,;.]{0,80}|\brul(?:ed|ing) out\b[^,;.]{0,60}\bcause\b|\bno (?:\w+ )?cause\b[^,;.]{0,30}/giu;
/** Why it took long is not why it broke. */
const ofDelay =
  /\bled to (?:an? |the )?(?:\w+ )?(?:longer|delay\w*|slower|extended|increased time)\b[^.]{0,30}\b(?:mitigat|detect|recover|resol|respon|restor)\w*/i;

/** Without what it says was not the cause; who denies one may name another behind it. */
export function withoutDenied(text: string): string {
  return text.replaceAll(deniedCause, (part) => (/\bbut\b|\bonly\b/iu.test(part) ? part : ' '));
}

/** Whether a word for a cause stands in it and no cause. */
export function isUnnamed(text: string): boolean {
  if (ofDelay.test(text) && !named.test(text)) return true;
  const value = causeIs.exec(text)?.[1];
  if (value !== undefined && isNotKnown(value)) return true;
  const causedBy = text.split(/\bcaused by\b/iu).slice(1);
  if (causedBy.length > 0 && causedBy.every((one) => isNotKnown(one))) return true;
  return (openCause.test(text) || unnamedCause.test(text)) && !named.test(text);
}

/** Whether it tells that the cause is known by now, and leaves out which it is. */
export function saysCauseIsFound(text: string): boolean {
  return text.includes('cause') && unnamedCause.test(text) && !named.test(text);
}

/** Whether a sentence names a cause in so many words of a language other than English, or as `it was the load balancer: …`. */
export function namesOtherwise(text: string): boolean {
  const [found = ''] = causeAbroad.exec(text) ?? [];
  if (found !== '' && !isNotKnown(text.slice(text.indexOf(found) + found.length))) return true;
  return isItWas(text);
}

/** Whether it names a cause in so many words; others only tell that one thing led to another. */
export function namesCause(text: string): boolean {
  return (
    /\b(?:root cause|caused by|cause (?:was|is|of)|due to|because)\b/i.test(text) ||
    isCauseLabel(/^([^:：]{1,40})[:：]/u.exec(text)?.[1] ?? '') ||
    namesOtherwise(text)
  );
}

const itWas = /^it (?:was|turned out to be) (the|our|an?) ([^.:]{1,60}):\s/iu;
/** What nothing breaks by: a time, an incident, somebody, a decision. */
const noCause =
  /^(?:times?|days?|nights?|mornings?|evenings?|weeks?|weekends?|months?|hours?|moments?|case|cases|incident|outage|disruption|downtime|problem|issue|alarm|page|drill|exercise|call|decision|idea|plan|goal|question|answer|result|customers?|users?|teams?|persons?|people|engineers?|shift|lead|impact|effect|symptoms?|messages?|severity|sev\d?|status|start|beginning|end|story|lesson|thing|one|reason|way|part|whole)$/iu;
const counted =
  /\b(?:first|second|third|fourth|fifth|\w+th|\d+(?:st|nd|rd|th)|last|next|same|only|usual|right|best|worst|most|\w+est)\b/iu;
/** What is new to the reader is a cause where it is a fault or a change. */
const fault =
  /\b(?:bugs?|changes?|deploy\w*|release|roll-?outs?|rollback|config\w*|misconfig\w*|settings?|cert\w*|leaks?|race|deadlock|locks?|quer(?:y|ies)|jobs?|scripts?|cron\w*|typo|disks?|drives?|volume|cables?|switch|router|firewall|rules?|time-?outs?|limits?|quota|flags?|migration|upgrade|update|version|nodes?|hosts?|index|loop|regression|mistake|missing|expired|wrong|stale|corrupt\w*|broken|faulty|full|overload\w*|exhaust\w*|spike|surge|cut|crash|fault|defect|key|token|password|dependency|library|patch|driver|kernel|record|route|policy|permission|attack|crawler)\b/iu;

/** `It was the load balancer: its idle timeout was one second` says why; `it was the third time: …` and `it was an outage: …` do not. */
export function isItWas(text: string): boolean {
  const [, article = '', what = ''] = itWas.exec(text) ?? [];
  if (what === '') return false;
  const [subject = ''] = what.split(
    / (?:of|in|on|at|from|with|for|that|which|who|after|before|between|by|during|we|to)\b/iu,
  );
  const head = subject.trim().split(' ').at(-1) ?? '';
  if (noCause.test(head) || counted.test(subject)) return false;
  return /^an?$/iu.test(article) ? fault.test(what) : true;
}

/** Behind `caused by`: only that something was, of which another sentence tells. */
const pointsBack =
  /^(?:this|that|these|those|it|the (?:\w+ )?(?:issue|incident|outage|event|disruption|problem|degradation|situation))\b(?: (?:issue|incident|outage|event|disruption|problem))?(?=\s*(?:$|[.,;]|(?:and|but|for|is|was|are|were|affected|which)\b))/iu;
const apology = /\b(?:apologi[sz]e|apologies|sorry|inconvenience|confusion)\b/iu;
const onlyIf = /\b(?:if|unsure)\b/iu;

/** Whether somebody wrote that something is the cause, called it so, and neither asked, denied nor supposed it: then it is known, whatever a verdict says. */
export function tellsCause(text: string): boolean {
  return sentencesOf(text).some(({ text: sentence, label: words, isFirst }) => {
    const isLabelled = isFirst && isCauseLabel(words);
    if (isSupposed(isLabelled ? `${words} ${sentence}` : sentence)) return false;
    if (isLabelled) return !isNotKnown(sentence) && !isUnnamed(sentence);
    return (!isUnnamed(sentence) && isCalled(withoutDenied(sentence))) || namesOtherwise(sentence);
  });
}

function isSupposed(sentence: string): boolean {
  // What a cause can do or could have done stands in a clause of its own.
  const bare = sentence.replaceAll(/,? \b(?:which|where|that|so that)\b[^,;]*/giu, '');
  return isThought(bare) || onlyIf.test(bare);
}

function isCalled(sentence: string): boolean {
  if (causeIs.test(sentence)) return true;
  if (apology.test(sentence)) return false;
  return sentence
    .split(/\bcaused by\b/iu)
    .slice(1)
    .some((value) => !isNotKnown(value) && !pointsBack.test(value.trim()));
}
