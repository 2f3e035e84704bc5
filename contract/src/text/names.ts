import { isStopWord, stemOf, wordsOf } from './words.ts';

/** Words that often begin a sentence about an incident, so that a capital letter there says nothing. */
const openers = new Set(
  (
    'access action actions alert alerts affected all although another approximately around attempts authentication availability because beginning capacity cause caused change changes ' +
    'chance checks clients connections cause causes containers continuing current customers data degraded delays deploy deployment deployments disruption due engineering engineers ' +
    'elevated error errors every everyone existing failed failing failover failures false fix following full high higher however impact impacted incident increased initial intermittent ' +
    'investigated investigating identified investigation issue issues jobs latency let level likely logins login long low main many messages minor major critical mitigated mitigating mitigation ' +
    'monitoring multiple new nobody nothing number one operations others partial people performance primary problem problems product products queries queue queues reason recovered ' +
    'recovery replication reports requests resolved responders restart response result results reviewed rollback root rolled several service services severity since slow started state status system ' +
    'systems team teams technical timeouts today traffic triage two three four unknown update updates users using various work workaround yesterday yes'
  ).split(' '),
);
const calendar =
  /^(?:mon|tues|wednes|thurs|fri|satur|sun)days?$|^(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*$/i;
/** Units and zones of time; a template may always say them. */
const known = new Set(['utc', 'gmt', 'am', 'pm', 'ok', 'eta', 'i', 'id']);

/**
 * The names of a text in lower case, once each: words with a capital inside a sentence, mixed case or capitals (`ChatGPT`, `DNS`), and
 * words with digits (`eu-west-1`, `4.18.2`). A capital at the beginning of a sentence counts only where the word is no usual opener.
 */
export function namesIn(text: string): string[] {
  const found = new Set<string>();
  let start = true;
  for (const match of text.matchAll(
    /[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}]|[._'’/-](?=[\p{L}\p{N}]))*|[.!?:;\n“"(]/gu,
  )) {
    const [word] = match;
    if (!/[\p{L}\p{N}]/u.test(word)) {
      start ||= /[.!?:\n“"]/u.test(word);
      continue;
    }
    if (isName(word, start)) found.add(word.toLowerCase().replace(/['’]s$/, ''));
    start = false;
  }
  return [...found];
}

/** Names of `text` that `evidence` does not have in any writing: `Code-Search` is found in `code search`. */
export function namesNotIn(text: string, evidence: string): string[] {
  const have = new Set(wordsOf(evidence).flatMap((word) => [word, stemOf(word), ...word.split(/[-/._]/)]));
  const joined = evidence.toLowerCase();
  return namesIn(text).filter(
    (name) =>
      !have.has(name) &&
      !have.has(stemOf(name)) &&
      !(name.length > 3 && joined.includes(name)) &&
      !name.split(/[-/._]/).every((part) => have.has(part) || part === ''),
  );
}

function isName(word: string, start: boolean): boolean {
  if (known.has(word.toLowerCase())) return false;
  if (/\d/.test(word))
    return /\p{L}/u.test(word)
      ? !/^\d+(?:st|nd|rd|th|m|s|h|d|k|x|ms|min|gb|mb|kb|tb)$/i.test(word)
      : /\d\.\d+\.\d/.test(word);
  if (!/\p{Lu}/u.test(word)) return false;
  if (/\p{L}.*\p{Lu}/u.test(word)) return true;
  if (calendar.test(word) || isStopWord(word)) return false;
  return start ? !openers.has(word.toLowerCase()) && !/(?:ing|ly)$/.test(word) && word.length > 2 : true;
}
