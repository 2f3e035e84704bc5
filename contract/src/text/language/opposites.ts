import { anyOf } from './any-of.ts';

/** Pairs that turn a sentence round and leave all its other words: who writes one where the source has only the other says the contrary. */
const pairs: readonly (readonly [string, string])[] = [
  [
    'increas\\w*|rose|rise[sn]?|rising|grew|grow(?:s|n|ing)?|climb\\w*|went up',
    'decreas\\w*|fell|fall(?:s|en|ing)?|drop(?:s|ped|ping)?|shr[aiu]nk\\w*|declin\\w*|went down|reduc\\w*',
  ],
  ['raise[sd]?|raising', 'lower(?:s|ed|ing)'],
  [
    'enabl(?:e[sd]?|ing)|re-?enabl(?:e[sd]?|ing)|activat(?:e[sd]?|ing)|(?:switch|turn)(?:ed|ing|es|s)? on',
    'disabl(?:e[sd]?|ing)|deactivat(?:e[sd]?|ing)|(?:switch|turn)(?:ed|ing|es|s)? off',
  ],
  [
    'roll(?:ed|ing|s)? out|deploy(?:ed|ing|s)?|roll(?:ed|ing|s)? forward',
    'roll(?:ed|ing|s)? back|revert(?:ed|ing|s)?',
  ],
  ['scal(?:e[sd]?|ing) (?:up|out)', 'scal(?:e[sd]?|ing) (?:down|in)'],
  ['add(?:ed|ing|s)', 'remov(?:e[sd]?|ing)|delet(?:e[sd]?|ing)'],
  ['start(?:ed|s|ing)?|beg[aiu]n\\w*', 'stop(?:ped|s|ping)?|end(?:ed|s|ing)?|finish(?:ed|es|ing)?'],
  ['open(?:ed|s|ing)', 'clos(?:e[sd]|ing)'],
  ['succe(?:ed\\w*|ss\\w*)|pass(?:ed|es|ing)', 'fail(?:s|ed|ing|ures?)?'],
  ['available|reachable|healthy', 'unavailable|unreachable|unhealthy'],
  ['lock(?:ed|s|ing)?|block(?:ed|s|ing)?', 'unlock(?:ed|s|ing)?|unblock(?:ed|s|ing)?'],
  ['connect(?:ed|s|ing)', 'disconnect(?:ed|s|ing)'],
  ['above|over|more than|exceed\\w*|at least', 'below|under|less than|fewer than|at most'],
  ['more', 'less|fewer'],
  ['higher', 'lower'],
  ['faster', 'slower'],
  ['better', 'worse'],
  ['larger', 'smaller'],
  ['longer', 'shorter'],
  ['earlier', 'later'],
  ['newer', 'older'],
  ['upgrad\\w*', 'downgrad\\w*'],
  ['first', 'last'],
  ['confirm(?:s|ed|ing)?', 'rul(?:e[sd]?|ing) out|refut\\w*|disprov\\w*'],
  ['accept(?:s|ed|ing)?', 'reject(?:s|ed|ing)?|declin(?:e[sd]?|ing)|refus\\w*'],
  [
    'stieg\\w*|gestiegen|steigt|steigen|erhöh\\w*|zugenommen',
    'sank\\w*|gesunken|sinkt|sinken|fiel\\w*|gefallen|verringert\\w*|gesenkt|abgenommen',
  ],
  ['aktivier\\w*|eingeschaltet|angeschaltet', 'deaktivier\\w*|ausgeschaltet|abgeschaltet'],
  ['ausgerollt', 'zurückgerollt|zurückgesetzt'],
  ['augment\\w*', 'diminu\\w*|baiss\\w*|chut\\w*'],
  [
    'activ(?:é|ée|és|ées)|activ(?:ado|ada|ados|adas)|ativad[oa]s?|attivat[oaie]',
    'désactiv(?:é|ée|és|ées)|desactivad[oa]s?|desativad[oa]s?|disattivat[oaie]',
  ],
  [
    'aument\\w*|sub(?:ió|ieron|iu|iram)',
    'disminu\\w*|baj(?:ó|aron)|diminu\\w*|ca(?:yó|yeron|iu|íram)|reduj\\w*|reduz\\w*',
  ],
  ['aumentat\\w*|salit[oaie]|salì', 'diminuit\\w*|sces[oaie]|ridott[oaie]|calat[oaie]'],
  ['gestegen|steeg|stegen|verhoogd', 'gedaald|daalde\\w*|verlaagd|gezakt'],
  ['ingeschakeld|aangezet', 'uitgeschakeld|uitgezet'],
];
const opposed = pairs.flatMap(([one, other]) => {
  const [a, b] = [anyOf([one]), anyOf([other])];
  return [[a, b] as const, [b, a] as const];
});

/** The first word of `text` whose contrary is what `peer` has in its place; null where there is none. */
export function contraryIn(text: string, peer: string): string | null {
  for (const [own, theirs] of opposed) {
    const [found] = own.exec(text) ?? [];
    if (found !== undefined && !own.test(peer) && theirs.test(peer) && !theirs.test(text)) return found;
  }
  return null;
}
