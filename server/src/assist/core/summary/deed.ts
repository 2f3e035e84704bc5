/** A verb of doing at the beginning, whoever did it in front of it, and what it was done to behind. */
const told =
  /^(?:(i|we|they|(?:our |the )?(?:\w+ )?(?:team|engineers?))(?: have| has|['’]ve)? )?(?:just |now |already |also |then |manually )?(fixed|deleted|removed|added|moved|raised|lowered|increased|reduced|doubled|halved|cleared|renewed|rotated|killed|stopped|upgraded|downgraded|switched|turned|freed|cleaned|repaired|changed|purged|flushed|expanded|rebuilt|recreated|unblocked|paused|set)(?: (?:up|over|back|off|on|out))? ([\p{L}\p{N}"'“‘(].*)$/isu;
/** Begins nothing that somebody does something to: `stopped at 10:30`, `fixed for now`, `cleared by itself`. */
const noObject =
  /^(?:by|in|at|from|since|again|after|before|for|on|when|while|because|due|suddenly|without|with|as|during|until|and|but|if|completely|entirely|itself|themselves|up|down)\b/iu;
const going = /^(?:moved|switched|upgraded|downgraded|turned|set)$/iu;

/** Work on the incident and not on what is broken. */
const keeping = /^(?:set|added|raised|moved|changed|removed|switched|cleared)$/iu;
const bookkeeping =
  /\b(?:bridge|calls?|channel|thread|war ?room|meeting|tickets?|case|incident|severity|status|state|title|notes?|comments?|reminder|banner|summary|doc|timeline|tasks?|poll|graph|dashboard|screenshots?|evidence|people|team|colleagues?|concerns?|questions?|awareness|alarms?|alerts?)\b(?! (?:rules?|table|store|machine|service|database|config\w*))/iu;

const degree = /^(?:increased|reduced|raised|lowered|doubled|halved|added|changed|expanded|moved)$/iu;
/** What is measured and nobody sets: where it goes up or down, that is how it fails. */
const measured =
  /\b(?:errors?|failures?|latenc(?:y|ies)|delays?|lag|(?:response |load |wait(?:ing)? |query )?times?|performance|availability|timeouts|(?:error|failure|success|drop|loss|hit|abort|conversion|request) rates?|rates|quality|functionality|behaviou?r|results?|responsiveness|reliability|demand|backlogs?|complaints?|pressure|contention|loss|jitter|visibility|connectivity|5\d\ds?|tickets?|crashes|restarts|impact|risk|disruptions?)$/iu;
/** What is measured or set: done where it says which, or to how much. */
const tunable =
  /\b(?:connections|memory|cpu|traffic|throughput|capacity|volume|requests?|load|usage|utili[sz]ation|bandwidth|queries|calls)$/iu;
/** `Deleted messages reappear`: what was done to them is told of them, and not done now. */
const ofThem =
  /^(?!(?:the|our|an?|all|some|\d+) )(?:(?!(?:that|which|who|and|so|but|to|from|on|in|by) )[\w-]+ ){1,3}(?:are|is|was|were|do|does|did|don['’]t|doesn['’]t|fails?|failed|cannot|can|can['’]t|have|has|still|shows?|showed|re-?appear\w*|comes?|came|vanish\w*|remains?|crash\w*|hangs?|return|returns|times? out|keeps?|never|no longer)\b/iu;

/** Whether a sentence tells how those are that something was done to before. */
export function isOfThem(text: string): boolean {
  return /^\w+ed /iu.test(text) && ofThem.test(text.slice(text.indexOf(' ') + 1));
}

/**
 * What somebody says they did about what is broken: `We deleted old segments`, `Added replicas`. Elsewhere in a sentence these words may tell of
 * anybody; at its beginning they may also tell how it fails (`Increased error rates`, `Stopped working`) or how it is worked on (`Set up a bridge`).
 */
export function isDeed(text: string): boolean {
  const [, who = '', verb = '', all = ''] = told.exec(text) ?? [];
  const rest = all.replace(/^((?:the |our )?)(?:number|count|amount|rate|share) of /iu, '$1');
  if (rest === '' || noObject.test(rest) || (/^to\b/iu.test(rest) && !going.test(verb))) return false;
  const [object = ''] = rest.split(
    /[,.;:(]| (?:to|from|by|for|on|in|at|of|with|after|before|since|so|and|because|again)\b/iu,
  );
  if (
    keeping.test(verb) &&
    (bookkeeping.test(object) ||
      /\bto (?:the |our )?(?:bridge|call|channel|thread|incident|ticket)\b/iu.test(rest))
  )
    return false;
  if (who !== '' && !/^they$/iu.test(who)) return true;
  if (/^(?:stopped|paused)$/iu.test(verb) && /^\w+ing\b/iu.test(rest)) return false;
  if (ofThem.test(rest)) return false;
  return !degree.test(verb) || isSet(object.trim(), rest);
}

/** Whether something of a size is what somebody set, and not what was measured. */
function isSet(object: string, rest: string): boolean {
  if (measured.test(object)) return false;
  if (!tunable.test(object)) return true;
  return /^(?:the|our|its) /iu.test(object) || /^ (?:to|from|by) \d/u.test(rest.slice(object.length));
}
