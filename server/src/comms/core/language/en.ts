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
    over: /(?<!\b(?:not|not yet|until|once|when|if|after|being|be|partially|to be|isn't|aren't|(?:have|get) (?:it|this|them))\s(?:\w+\s){0,3})\b(resolved|fixed|restored|back to normal|fully operational|recovered|(is|are) over)\b/giu,
    ongoing:
      /\b(still (investigating|working|experienc\w+)|continu\w+ to (investigate|work|experience)|ongoing|(are|is) (currently )?(investigating|working on)|(is|are) being (implemented|investigated)|we will provide|will (share|post) (an|the next) update)\b/giu,
    known:
      /\b(identified (the|a|an) (\w+ )?(cause|problem|issue|source|fix)|(issue|problem|cause) (has been|was|is) identified|root cause (is|was))\b/giu,
    blame:
      /\b(blam\w+|(their|his|her|your|somebody's|someone's|vendor's|provider's|customers?'?s?) (own )?(fault|mistake|error)|at fault|human error|operator error|user error|negligen\w+|careless\w*|incompeten\w+|sloppy|screwed up|messed up|let us down|(vendor|supplier|third[- ]party|provider|engineer|employee|contractor|colleague|team)\b[^.\n]{0,40}\b(broke|caused|failed to|forgot|misconfigured|deleted))\b/giu,
    promise:
      /\b((will|shall|should|is going to|are going to|expect\w*( \w+){0,4} to|hope to) (be |have (it |this )?)?(\w+ly )?(fully )?(fix(ed)?|resolv(e|ed)|restor(e|ed)|back|recover(ed)?|available|operational|working again|complet(e|ed)|over|done)|(fix(ed)?|resolv(e|ed)|restor(e|ed)|back|recover(ed)?) (up )?(by|within|in|before) (the next )?(about )?(\d|a few|an? |one|two|three|noon|midnight|tonight|tomorrow|end of)|guarantee\w*|promis(e|es|ed)|\beta\b|estimated time|any (minute|moment) now|(shortly|soon|momentarily)\b)\b/giu,
    speculation:
      /\b(probabl[ey]|presumabl[ey]|apparently|perhaps|maybe|possibly|we (think|believe|suspect|assume|guess|suppose)|(it|this) (seems|looks like|appears)|(may|might|could) (be|have been) (caused|due|related|the)|likely|suspected?|unclear|speculat\w+|supposedly|allegedly|rumou?r\w*)\b/giu,
    aboutWork:
      /\b(investigat\w+|engineer\w*|our team|we('re| are| have| will|'ve|'ll)|mitigat\w+|implement\w+|deployed|rolled back|rollback|roll\w* ?out|(an|next|further|more|provide|post|status|regular) updates?|updated|apolog\w+|sorry|thank\w*|patience|inconvenience|(are|is|continue to|closely|actively) monitor\w*|monitoring (the|for)|resolved|fixed|restored|recover\w*|identified|root cause|eta|please|workaround|post-?mortem|analysis|status\.|http)\b/giu,
    workaround:
      /\b(work-?arounds?:?|as an alternative|in the meantime|retry\w*|try again|can (still )?use|instead use|use \w+ instead|recommend\w*)\b/giu,
    nextUpdate: /\b(updates?|more information|inform(ation)?)\b/giu,
    jargon:
      /\b(root cause|failover|failing over|rollback|rolled back|pods?|kubernetes cluster|nodes?|databases?|db|backend|replica\w*|shards?|cache|cpu|memory leak|oom|stack trace|p9\d|hotfix|pull request|feature flag)\b/giu,
  },
};
