import { symptomOf, wordsOf, type Told } from './symptom.ts';

/** A thing with an end, and what is said of it as long as that is to come. Both must be in one sentence. */
interface Coming {
  readonly what: RegExp;
  readonly does: RegExp;
}

/** Words that are no part of a longer name: `token-service` is no token. */
function things(...names: readonly string[]): RegExp {
  return new RegExp(String.raw`(?<![\w-])(?:${names.join('|')})(?![\w-])`, 'i');
}

const bound = String.raw`(?:limits?|capacity|quota|maximum|threshold|\d+ ?%)`;
const comings: readonly Coming[] = [
  {
    what: things('certificates?', 'certs?', 'ssl', 'tls', 'x\\.?509', 'licen[cs]es?', 'domains?'),
    does: /\bexpir(?:es?|ing|y|ation)\b|\b(?:ends?|lapses?|runs? out) (?:soon|in|within|on|today|tomorrow)\b|\bdays left\b/i,
  },
  {
    // Of these many are meant to live for minutes.
    what: things('tokens?', 'secrets?', 'credentials?', 'passwords?', 'keys?'),
    does: /\bexpir(?:es?|ing|y|ation) (?:soon|tomorrow|(?:with)?in \d+ ?(?:h|hours?|d|days?|weeks?)\b)|\babout to expire\b/i,
  },
  {
    what: things(
      ...[
        'disks?',
        'volumes?',
        'file ?systems?',
        'inodes?',
        'files',
        'space',
        'storage',
        'partitions?',
        'buckets?',
      ],
      ...[
        'databases?',
        'tablespaces?',
        'memory',
        'heap',
        'swap',
        'quotas?',
        'capacity',
        'pools?',
        'connections?',
      ],
      ...['(?:file )?descriptors?', 'addresses', 'transaction ids?'],
    ),
    does: new RegExp(
      String.raw`\b(?:${[
        'filling up|running (?:out|low|full)|more and more (?:memory|disk|space|storage)',
        '(?:almost|nearly|soon) (?:full|exhausted|used up|out of)|going to be full',
        '(?:fills?(?: up)?|full|runs? out) (?:soon|in|within)',
        '(?:will|may|might|to) (?:run (?:out|full|low)|fill|exhaust|be (?:full|exhausted|used up|reached))',
        `(?:will|may|might|to) (?:reach|cross|exceed|hit)\\b.{0,30}\\b${bound}`,
      ].join('|')})(?!\w)`,
      'i',
    ),
  },
  { what: /\berror budget\b/i, does: /\b(?:will|about to|going to) be (?:exhausted|used up|spent|gone)\b/i },
  {
    what: /\b(?:predicted|forecast|projected) to\b/i,
    does: /\bto (?:run (?:out|full)|fill|exhaust|be full)\b/i,
  },
];

/** What is wrong now. Whatever else such an alert says is to come, this has. */
const already = [
  /\b(?:expired|ended|revoked|lapsed|ran out|(?:has|have|had) (?:run out|ended|filled)|expir\w*[^.;,]{0,30}\bago)\b/i,
  /\bin (?:[-−–]\s?\d|0 )/,
  /\b(?:is|are|now|disk|volume|100 ?%) full\b(?! (?:in|within|soon)\b)|(?<!\b(?:be|almost|nearly|soon) )\b(?:exhausted|exceeded|used up)\b/i,
  /[45]xx|\b50[0-4]\b(?! ?(?:[smhd]|[kmgt]i?b|sec|min|hours|days|%))|\b(?:http|status|code|returns?|answers?)\W+[45]\d\d\b/i,
  /\b(?:fail|error|exception|reject|throttl|oom|kill|evict|degrad|restart|panic|interrupt|abort|refus|disrupt|invalid|deni)\w*/i,
  /\b(?:offline|broken|breaks|block(?:s|ed|ing)|stuck|hangs?|hung|stop(?:s|ped)?|stands still|drop(?:s|ped|ping)|los(?:t|es?|ing)|dead|died|unhealthy)\b/i,
  /\b(?:time[sd]? out|timeouts?|can ?not|can't|could not|unable|no longer|logged out|read-?only|untrusted|at once|immediately)\b/i,
  /\b(?:not|non|un)[ -]?(?:ready|trusted|work\w*|respond\w*|load\w*|start\w*|connect\w*|answer\w*)/i,
];

/**
 * Whether an alert tells of what is to come, while everything works: its label `symptom` says `ahead`, or its words say so of something that
 * has an end (a certificate that expires, a disk that fills up) and nothing of what is wrong now. What our own checks see coming always is.
 * In doubt it is not: an outage that is taken for a forecast is the worse mistake.
 */
export function isAhead({ title, labels }: Told): boolean {
  const label = labels['symptom']?.trim().toLowerCase();
  if (label !== undefined && label !== '') return label === 'ahead';
  if (labels['alertname'] === 'CheckImminent') return true;
  const text = wordsOf({ title, labels });
  const isToCome = text
    .split(/;|[.!?](?:\s|$)/)
    .some((sentence) => comings.some(({ what, does }) => what.test(sentence) && does.test(sentence)));
  return isToCome && symptomOf({ title, labels }) === 'degraded' && !isNow(text);
}

function isNow(text: string): boolean {
  const rest = text.replaceAll(/\berror budget/gi, 'budget');
  return already.some((pattern) => pattern.test(rest));
}
