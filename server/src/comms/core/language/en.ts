import type { Language } from './language.ts';

export const en: Language = {
  code: 'en',
  symptoms: {
    unavailable: 'times when the service is unavailable',
    errors: 'errors or failed requests',
    slow: 'slow responses and latency',
    delayed: 'delays',
    'sign-in': 'problems signing in',
    connection: 'connection problems and timeouts',
    'wrong-data': 'missing or incorrect data',
    degraded: 'degraded performance',
  },
  notWorking: 'times when actions are not working',
  plain: {
    investigating: (apps) => `We are investigating a problem with ${apps}.`,
    identified: (apps) => `We have identified the problem with ${apps} and are working on a fix.`,
    monitoring: (apps) => `A fix for ${apps} is in place and we are monitoring it.`,
    resolved: (apps) => `The problem with ${apps} is resolved.`,
    'still-working': (apps) => `We are still working on the problem with ${apps}.`,
  },
  plainNextUpdate: (time) => `Next update by ${time}.`,
  someApps: 'some of our services',
  andMore: (count) => `${count} more`,
  others: 'others',
  // Flesch-Kincaid.
  grade: ({ words, sentences, syllables }) => 0.39 * (words / sentences) + 11.8 * (syllables / words) - 15.59,
  gradeMax: 12,
  lexicon: {
    symptoms: {
      unavailable:
        /\b(unavailab\w*|availability|outages?|down(time)?|offline|inaccessib\w+|unreachable|unusable|not (be )?(loading|working|operational|available|accessible|responding)|(cannot|can't|unable to|could not) (be )?(access\w*|reach\w*|load\w*|open\w*|us(e|ing))|service disruption|disruptions?|interruptions?)\b/giu,
      errors:
        /\b(errors?|fail(s|ed|ing|ures?|over)?|[45]xx|[45]\d\d (error|status|response)s?|exceptions?|unable to|cannot|can't|could not|unsuccessful\w*|reject\w*|crash\w*|denied|(issues?|problems?|troubles?|difficult(y|ies)) (with |when |while |in )?(?!affecting|impacting|involving|relating|causing|regarding)(\w+ing|creation|deletion|access to)\b|[45]\d\ds?)\b/giu,
      slow: /\b(slow\w*|latenc(y|ies)|lag(s|gy|ging)?|sluggish|response times?|performance)\b/giu,
      delayed: /\b(delay\w*|backlogs?|queu(e|ed|ing)\w*|late|stuck|pending)\b/giu,
      'sign-in':
        /\b(log(ging|ged)?[- ]?(in|on|out)|logins?|sign(ing|ed)?[- ]?(in|on|up|out)|sso|authenticat\w+|authoriz\w+|saml)\b/giu,
      connection:
        /\b(connect(ivity|ions?|ing)?|time[- ]?outs?|timing out|timed out|packet loss|unreachable|dropped)\b/giu,
      'wrong-data':
        /\b((incorrect|wrong|inaccurate|missing|inconsisten\w+|duplicate\w*|corrupt\w*|stale|incomplete)( \w+){0,3}|data loss|not (being )?(shown|displayed|reflected|updated|visible|present))\b/giu,
      degraded: /\b(degrad\w+|intermittent\w*|reduced|impaired|elevated|increased)\b/giu,
    },
    says: {
      investigating: /\binvestigat\w+/giu,
      identified: /\bidentified\b/giu,
      monitoring: /\bmonitor(ing|ed)?\b/giu,
      resolved: /\bresolved\b/giu,
      'still-working': /\b(still|continu\w+)\b/giu,
    },
    over: /(?<!\b(?:not|not yet|until|once|when|if|after|being|be|partially|to be|isn't|aren't|(?:have|get) (?:it|this|them)) (?:\w+ ){0,3})\b(resolved|fixed|restored|back to normal|fully operational|recovered|(is|are) over)\b/giu,
    works:
      /(?<!\b(?:not|until|once|when|if|after|whether|before|never|some|ensure|sure) (?:[^\s.!?]+ ){0,4})\b(?:works? (?:\w+ ){0,2}again|(?:is|are) (?:now |all )?back(?: up| online| to normal|(?=[.,;!]|$| now\b| for\b))|(?:is|are) (?:now |fully )?(?:up|working|running|available|accessible|reachable|online|usable) again|(?:everyone|everybody|all (?:\w+ )?(?:users|customers)|users|customers|people|you|they) can (?:now )?(?!(?:then |always )?(?:try|retry|use|attempt|start|check|ask|write|call|contact|send|submit|reload|refresh|see|experience)\b)[^.\n]{2,40} again\b(?! later)|everything (?:works|is (?:fine|ok|okay|working|up|normal))|(?:is|are) (?:now )?up and running)\b/giu,
    ongoing:
      /\b(still (investigating|working|experienc\w+)|continu\w+ to (investigate|work|experience)|ongoing|(are|is) (currently )?(investigating|working on)|(is|are) being (implemented|investigated)|we will provide|will (share|post) (an|the next) update)\b/giu,
    known:
      /\b(identified (the|a|an) (\w+ )?(cause|problem|issue|source|fix)|(issue|problem|cause) (has been|was|is) identified|root cause (is|was)|(?<!\b(?:not|yet|once|when|until|if|as) (?:\w+ ){0,2})(?:cause (?:of [^.\n]{1,40} )?(?:is|has been|was) (?:now )?(?:known|found|clear|understood|established)|(?:know|found|understand) (?:the|what the) (?:\w+ )?cause|know what (?:causes|caused|is causing)))\b/giu,
    fixed:
      /(?<!\bno )\b(?:(?:fix|correction|patch|change|remedy|hotfix) (?:has been|have been|was|is) (?:now |already )?(?:rolled out|deployed|applied|released|implemented|put in place|in place|live)|(?:rolled out|deployed|applied|released|implemented) (?:a|the) (?:fix|correction|patch|remedy|hotfix))\b/giu,
    blame:
      /\b(blam\w+|(their|his|her|your|somebody's|someone's|vendor's|provider's|customers?'?s?) (own )?(fault|mistake|error)|at fault|human error|operator error|user error|negligen\w+|careless\w*|incompeten\w+|sloppy|screwed up|messed up|let us down|(vendor|supplier|third[- ]party|provider|carrier|engineer|developer|administrator|employee|contractor|colleague|team)\b[^.\n]{0,40}\b(broke|caused|failed to|forgot|misconfigured|deleted|cut|damaged)|\p{L}+(?:['’]s|s['’]) (?:own )?(?:fault|mistake|blunder)|(?:mistake|error|fault|failure|blunder) (?:of|by|made by|at|on the part of) (?:our|the|an?|one of our|his|her) (?:\w+ ){0,2}(?:provider|supplier|vendor|host|partner|engineer|developer|employee|colleague|contractor|team|staff|carrier|operator|administrator)s?|(?:made|makes?) (?:an?|some|the|several) (?:\w+ )?(?:mistake|error|blunder)s?)\b/giu,
    blameByName:
      /(?<![\p{L}\p{N}'’-])(?!(?:X+|This|That|It|Its?elf|We|You|They|He|She|These|Those|Which|Who|What|Something|Nothing|Somebody|Someone|Users?|Customers?)\b)\p{Lu}[\p{L}\p{N}&-]+(?: \p{Lu}[\p{L}\p{N}&-]+){0,2} (?:has |have |had )?(?:broken?|misconfigured|deleted|forgot(?:ten)?|cut|damaged|messed up|screwed up) (?:the|our|an?|its|their|this|that|his|her|some|it)\b/gu,
    promise:
      /\b((will|shall|should|is going to|are going to|expect\w*( \w+){0,4} to|hope to) (be |have (it |this )?)?(\w+ly )?(fully )?(fix(ed)?|resolv(e|ed)|restor(e|ed)|back|recover(ed)?|available|operational|working again|complet(e|ed)|over|done)|(fix(ed)?|resolv(e|ed)|restor(e|ed)|back|recover(ed)?) (up )?(by|within|in|before) (the next )?(about )?(\d|a few|an? |one|two|three|noon|midnight|tonight|tomorrow|end of)|guarantee\w*|promis(e|es|ed)|\beta\b|estimated time|any (minute|moment) now|(shortly|soon|momentarily)\b|(?:will|shall) be (?:in place|live|ready|deployed|rolled out|released|up|online|working|usable|reachable|accessible|normal)|will (?:\w+ )?be able to\b[^.\n]{0,60}\b(?:again|today|tonight|tomorrow|this (?:morning|afternoon|evening|week)|by|within|at)|(?:(?:will|shall) (?:not|never)|won['’]t) (?:ever )?(?:happen|occur|recur|return|come back)|(?:is|are) not going to happen)\b/giu,
    speculation:
      /\b(probabl[ey]|presumabl[ey]|apparently|perhaps|maybe|possibly|we (think|believe|suspect|assume|guess|suppose)|(it|this) (seems|looks like|appears)|(may|might|could) (be|have been) (caused|due|related|the)|likely|suspected?|unclear|speculat\w+|supposedly|allegedly|rumou?r\w*)\b/giu,
    aboutWork:
      /\b(investigat\w+|engineer\w*|our team|we('re| are| have| will|'ve|'ll)|mitigat\w+|implement\w+|deployed|rolled back|rollback|roll\w* ?out|(an|next|further|more|provide|post|status|regular) updates?|updated|apolog\w+|sorry|thank\w*|patience|inconvenience|(are|is|continue to|closely|actively) monitor\w*|monitoring (the|for)|resolved|fixed|restored|recover\w*|identified|root cause|eta|please|workaround|post-?mortem|analysis|status\.|http)\b/giu,
    workaround:
      /\b(work-?arounds?:?|as an alternative|in the meantime|retry\w*|try again|can (still )?use|instead use|use \w+ instead|recommend\w*)\b/giu,
    counted:
      /^(?:\s+(?:of\b|percent\b)|\s*%|\s+(?:\p{L}+\s){0,2}(?:customers?|users?|people|persons?|accounts?|organi[sz]ations?|companies|sites?|hospitals?|requests?|calls?|orders?|payments?|messages?|sessions?|sign-ins?|logins?|cases?|files?|records?|regions?|services?|servers?|machines?|seconds?|minutes?|hours?|days?|weeks?|times|errors?)\b)/iu,
    nextUpdate: /\b(updates?|more information|inform(ation)?)\b/giu,
    jargon:
      /\b(root cause|failover|failing over|rollback|rolled back|pods?|kubernetes cluster|nodes?|databases?|db|backend|replica\w*|shards?|cache|cpu|memory leak|oom|stack trace|p9\d|hotfix|pull request|feature flag)\b/giu,
  },
};
