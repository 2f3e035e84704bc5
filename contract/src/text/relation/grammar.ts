import type { Language } from '../language/index.ts';

/** What a language has for who does what, what came first, and what caused what. Patterns are of whole words in lower case. */
export interface Grammar {
  /** The doer behind a passive: `restarted by Anna`. */
  readonly by: RegExp;
  /** What a passive is made with. */
  readonly passive: RegExp;
  /** Words that say how what follows them stands to the rest; a phrase that keeps its own may stand anywhere. */
  readonly prepositions: ReadonlySet<string>;
  /** Prepositions whose phrase may also stand before its noun: `failures of search`, `search failures`. */
  readonly joining: ReadonlySet<string>;
  /** Stand between a preposition and its noun and say nothing. */
  readonly articles: ReadonlySet<string>;
  /** Stand for what was named before. */
  readonly pronouns: ReadonlySet<string>;
  /** What is said of one thing ends and of another begins. */
  readonly breaks: string;
  /** Cause first, then what it did; and the other way round. */
  readonly causes: { readonly forward: string; readonly backward: string };
  /** `The cause of A is B`; the first group is A, what follows is B. */
  readonly causeNamed: RegExp;
  /** Earlier first; and the other way round. */
  readonly times: { readonly forward: string; readonly backward: string };
  /** Whether a word is what somebody did rather than whom or what. */
  readonly deed: RegExp;
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

const en: Grammar = {
  by: /\bby\b(?! (?:about |almost |nearly |over )?\d)/u,
  passive: /\b(?:is|are|was|were|be|been|being|got|gets)\b|(?:ed|en|ught|ent|lt|ut|ade|eld) by\b/u,
  prepositions: set(
    'of to in on for with from by at into onto across within during through between against among via under over without despite instead about near behind per',
  ),
  joining: set('of in on at for from within across during'),
  articles: set('a an the its their his her our all both some any this that these those every each'),
  pronouns: set('it they them he she'),
  breaks:
    'and|but|or|nor|while|whereas|although|though|which|who|whose|that|where|so|when|as soon as|if|because|than',
  causes: {
    forward:
      'causes|caused|causing|led to|leads to|leading to|result(?:s|ed|ing)? in|triggers|triggered|triggering|brought down|responsible for|the reason for|the cause (?:of|for)|, so(?! far)|therefore',
    backward:
      'caused by|because of|because|due to|owing to|thanks to|as a (?:result|consequence) of|result(?:s|ed|ing)? from|the result of|triggered by|stem(?:s|med|ming)? from|traced (?:back )?to|attributed to|introduced by|brought (?:about |down )?by|originat(?:es|ed|ing) (?:from|in)|blamed on|explained by|the consequence of',
  },
  causeNamed:
    /\b(?:root |main |likely |real )?cause(?: (?:of|for|behind) (.{1,100}?))? (?:is|was|were|has been|turned out to be)(?! (?:not|un|being|been|found|identified|known|determined|under|still|yet|clear|to be)\b)\b/u,
  times: {
    forward: 'before|prior to|until|followed by|and then|, then',
    backward: 'after|(?<!the )following|once|as soon as|since',
  },
  deed: /(?:ed|ing)$|^(?:sent|took|taken|made|broke|broken|lost|found|set|held|shrank|fell|fallen|rose|risen|grew|grown|went|gone|ran|run|began|begun|kept|built|cut|hit|got|gave|given|left|led|told|said|saw|seen|came|wrote|written|paid|sold|met|read|put|fails?|takes?|holds?|returns?|shows?|works?|needs?|uses?|stays?|says|cause)$/u,
};

const de: Grammar = {
  by: /\b(?:von|vom|durch)\b(?! \d)/u,
  passive: /\b(?:wird|werden|wurde|wurden|worden)\b/u,
  prepositions: set(
    'von vom mit für auf in im am an bei beim nach vor seit zu zum zur durch über unter aus gegen ohne statt zwischen dem des eines einem',
  ),
  joining: set('von vom in im auf am an bei des eines für aus'),
  articles: set('der die das den ein eine einen einer alle diese dieses dieser ihre seine unsere'),
  pronouns: set('er sie es ihn ihm ihnen'),
  breaks: 'und|aber|oder|sondern|während|obwohl|welche[rs]?|wo|sodass|als|wenn|weil|da|denn',
  causes: {
    forward:
      'verursacht(?:e|en)?|führt(?:e|en)? zu|löst(?:e|en)?|bewirkt(?:e|en)?|deshalb|daher|darum|deswegen|sodass',
    backward:
      'weil|wegen|aufgrund|auf grund|verursacht (?:durch|von)|ausgelöst (?:durch|von)|infolge|dank|denn',
  },
  causeNamed:
    /\b(?:ursache|grund)(?: (?:für|der|des|von) (.{1,100}?))? (?:ist|war|waren|sind)(?! (?:nicht|un|noch))/u,
  times: { forward: 'bevor|bis|und dann|danach|vor', backward: 'nachdem|nach|sobald|seitdem|seit' },
  deed: /^(?!ge(?:rät|biet))ge\p{Ll}+(?:t|en)$|(?:iert|ierte|ierten|te|ten)$/u,
};

const fr: Grammar = {
  by: /\bpar\b(?! \d)/u,
  passive: /(?:^| )(?:est|sont|était|étaient|été|fut|furent)(?= )/u,
  prepositions: set(
    'de du des à au aux en dans sur pour par avec sans depuis vers chez entre contre sous pendant',
  ),
  joining: set('de du des d en dans sur'),
  articles: set('le la les l un une ce cette ces son sa ses leur leurs'),
  pronouns: set('il elle ils elles cela'),
  breaks: 'et|mais|ou|tandis que|alors que|qui|que|dont|où|quand|lorsque|car',
  causes: {
    forward: 'cause|causé|causée|a provoqué|ont provoqué|provoque|provoquent|a entraîné|entraîne|mène à|donc',
    backward:
      'causée?s? par|provoquée?s? par|parce que|parce qu|à cause d[eu]s?|à cause|en raison d[eu]s?|en raison|dû à|dus? à|due à|grâce à|suite à|car',
  },
  causeNamed: /\bcause(?: (?:de|du|des) (.{1,100}?))? (?:est|était|a été)(?! (?:pas|in|encore))/u,
  times: { forward: 'avant|puis|ensuite|jusqu', backward: 'après|dès que|une fois que|depuis' },
  deed: /(?:ée?s?|aient|ait|èrent|ent|ant)$/u,
};

const es: Grammar = {
  by: /\bpor\b(?! \d)/u,
  passive: /(?:^| )(?:es|son|fue|fueron|sido|era|eran)(?= )/u,
  prepositions: set('de del a al en para por con sin desde hacia entre contra bajo sobre durante'),
  joining: set('de del en'),
  articles: set('el la los las un una unos unas este esta estos estas su sus'),
  pronouns: set('él ella ellos ellas'),
  breaks: 'y|e|pero|o|mientras|aunque|que|quien|donde|cuando|pues',
  causes: {
    forward: 'causó|causaron|causa|provocó|provocaron|provoca|llevó a|originó|por eso|por lo tanto|así que',
    backward:
      'causad[oa]s? por|provocad[oa]s? por|porque|debido a|debido al|a causa de|por culpa de|gracias a|como resultado de',
  },
  causeNamed: /\b(?:causa|motivo)(?: (?:de|del) (.{1,100}?))? (?:es|fue|era|ha sido)(?! (?:des|no|aún))/u,
  times: {
    forward: 'antes de que|antes de|antes del|hasta que|y luego|luego',
    backward: 'después de que|después de|después del|tras|una vez que|desde que|desde',
  },
  deed: /(?:ad[oa]s?|id[oa]s?|ando|iendo|ó|aron|ieron|aba|aban)$/u,
};

const pt: Grammar = {
  by: /\b(?:por|pelo|pela|pelos|pelas)\b(?! \d)/u,
  passive: /(?:^| )(?:é|são|foi|foram|sido|era|eram)(?= )/u,
  prepositions: set(
    'de do da dos das em no na nos nas a ao à para por pelo pela com sem desde entre contra sob sobre durante',
  ),
  joining: set('de do da dos das em no na nos nas'),
  articles: set('o os as um uma uns umas este esta estes estas seu sua'),
  pronouns: set('ele ela eles elas'),
  breaks: 'e|mas|ou|enquanto|embora|que|quem|onde|quando|pois',
  causes: {
    forward: 'causou|causaram|causa|provocou|provocaram|provoca|levou a|levou à|originou|por isso|portanto',
    backward:
      'causad[oa]s? p(?:or|elo|ela)|provocad[oa]s? p(?:or|elo|ela)|porque|devido a|devido ao|devido à|por causa d[eoa]|graças a|como resultado d[eoa]|pois',
  },
  causeNamed: /\b(?:causa|motivo)(?: (?:de|do|da) (.{1,100}?))? (?:é|foi|era)(?! (?:des|não|ainda))/u,
  times: {
    forward: 'antes de|antes do|antes da|antes que|até que|e depois|e então',
    backward: 'depois de|depois do|depois da|depois que|após|assim que|desde que|desde',
  },
  deed: /(?:ad[oa]s?|id[oa]s?|ando|endo|indo|ou|aram|eram|iram|ava|avam)$/u,
};

const it: Grammar = {
  by: /\b(?:da|dal|dalla|dai|dalle|dallo)\b(?! \d)/u,
  passive: /(?:^| )(?:è|sono|era|erano|stat[oaie]|viene|vengono|fu|furono)(?= )/u,
  prepositions: set(
    'di del della dei delle dello a al alla ai alle in nel nella nei nelle su sul sulla per con da dal dalla senza tra fra contro sotto durante',
  ),
  joining: set('di del della dei delle dello in nel nella su sul sulla'),
  articles: set('il lo la i gli le l un uno una questo questa suo sua'),
  pronouns: set('esso essa essi esse lui lei loro'),
  breaks: 'e|ed|ma|o|mentre|benché|che|chi|dove|quando|poiché|perché',
  causes: {
    forward: 'ha causato|hanno causato|causa|causò|ha provocato|provoca|ha portato a|quindi|perciò',
    backward:
      'causat[oaie] da\\w*|provocat[oaie] da\\w*|perché|poiché|a causa d\\w+|dovut[oaie] a\\w*|grazie a\\w*|in seguito a\\w*',
  },
  causeNamed:
    /\bcausa(?: (?:di|del|della|dei|delle) (.{1,100}?))? (?:è|era|è stat[oa])(?! (?:non|in|ancora|sconosciuta))/u,
  times: {
    forward: 'prima d\\w+|prima che|finché|e poi|poi',
    backward: 'dopo|dopo che|una volta|appena|da quando',
  },
  deed: /(?:at[oaie]|ut[oaie]|it[oaie]|ando|endo|ava|avano)$/u,
};

const nl: Grammar = {
  by: /\bdoor\b(?! \d)/u,
  passive: /\b(?:is|zijn|was|waren|werd|werden|wordt|worden)\b/u,
  prepositions: set(
    'van in op met voor door naar bij na sinds te aan tot uit over onder tussen tegen zonder om per',
  ),
  joining: set('van in op bij voor uit'),
  articles: set('de het een deze dit die dat zijn haar hun onze alle'),
  pronouns: set('hij zij ze hen hem'),
  breaks: 'en|maar|of|terwijl|hoewel|waar|toen|wanneer|omdat|want|zodat',
  causes: {
    forward:
      'veroorzaakte|veroorzaakten|veroorzaakt(?! door)|leidde tot|leidt tot|leidden tot|daarom|dus|zodat',
    backward: 'veroorzaakt door|omdat|doordat|vanwege|wegens|als gevolg van|dankzij|want|te wijten aan',
  },
  causeNamed: /\boorzaak(?: (?:van|voor) (.{1,100}?))? (?:is|was|waren|zijn)(?! (?:niet|on|nog))/u,
  times: { forward: 'voordat|totdat|en toen|waarna', backward: 'nadat|na|zodra|sinds' },
  deed: /^ge\p{Ll}+(?:d|t|en)$|(?:de|den|te|ten)$/u,
};

const grammars: Readonly<Partial<Record<Language, Grammar>>> = { en, de, fr, es, pt, it, nl };

/** Null for languages of which the order of words and what parts them is not known here. */
export function grammarOf(language: Language | null): Grammar | null {
  return language === null ? null : (grammars[language] ?? null);
}
