import { anyOf } from './any-of.ts';
import { languageOf } from './language-of.ts';

/** What somebody thinks, asks or fears rather than knows. The month of May is none of it. */
const thought =
  /\b(?:might|could(?! not\b|n['’]t)|possibl[ey]|perhaps|maybe|presumably|probabl[ey]|likely|suspect(?:s|ed|ing)?|suspicion|seem(?:s|ed|ingly)?|appear(?:s|ed)? to|apparently|believe[sd]?|think|thought|assum(?:e|es|ed|ing)|guess(?:es|ed)?|hypothes[ie]s|theory|unconfirmed|(?:not|un)sure|not sure|unclear|whether)\b|[?？؟]/i;
const may = /\bmay\b|^May\b(?!\s+\d)/;
/** What is still to be done, or only would be. */
const planned =
  /\b(?:will|won['’]t|shall|would|going to|about to|plan(?:s|ned|ning)?|propos(?:e|es|ed|al)|intend(?:s|ed)?|want(?:s|ed)? to|need(?:s|ed)? to|must|ha(?:s|ve) to|should|consider(?:s|ed|ing)?|to ?do|next step|let['’]?s|if|unless|until)\b/i;
/** Words that somebody is told to say. */
const dictated =
  /^(?:please\s+)?(?:say|report|write|claim|state|tell|respond|answer|reply|output|print|declare|announce)\b/i;

/** The same in other languages. Words that mean something else in another of them are left out. */
const thoughtElsewhere = anyOf([
  'könnte\\w*|möglicherweise|eventuell|vielleicht|vermutlich\\w*|wahrscheinlich\\w*|anscheinend|offenbar|scheinbar|schein(?:t|en)|vermut(?:e|en|et|ung\\w*)|verdacht\\w*|verdächtig\\w*|glaub(?:e|en|t)|denk(?:e|en|t)|nehmen an|nimmt an|angenommen|annahme\\w*|unklar|unsicher|ungewiss|fraglich|mutmaßlich\\w*|mögliche[nrs]?|ob|dürfte\\w*',
  'peut-être|probable\\w*|possible\\w*|sans doute|apparemment|apparent\\w*|sembl(?:e|ent|ait|aient)|paraît|paraissent|pourrai\\w*|soupçonn\\w*|suspect\\w*|suppos\\w+|pens(?:e|ons|ent)|croi[st]|croyons|croient|hypothèse\\w*|incertain\\w*|éventuel\\w*|aurai(?:t|ent)|serai(?:t|ent)',
  'quizás?|tal vez|acaso|posible\\w*|podrían?|puede(?:n)? que|parece\\w*|aparente\\w*|sospech\\w*|supon\\w*|supuest\\w*|cre(?:o|e|emos|en)|pensamos|pienso|hipótesis|inciert\\w*|sería\\w*|habría\\w*|está claro si',
  'talvez|provavelmente|possivelmente|possível|possíveis|prováve(?:l|is)|poderia\\w*|pode(?:m)? (?:ser|ter|estar)|aparente\\w*|suspeit\\w*|supo(?:mos|nho|sto|sta)|suposta\\w*|achamos?|acho|acham|acreditamos?|acredit[ao]m?|hipótese\\w*|incert\\w*|seria\\w*|teria\\w*',
  'forse|probabil\\w*|possibil\\w*|potrebb\\w*|può darsi|sembra\\w*|pare|sospett\\w*|suppon\\w*|suppost\\w*|presum\\w*|cred(?:o|iamo|ono)|pens(?:o|iamo|ano)|ipotesi|sarebb\\w*|avrebb\\w*',
  'misschien|mogelijk\\w*|waarschijnlijk\\w*|vermoed\\w*|wellicht|blijkbaar|lijkt|lijken|zou(?:den)?|verden[kc]\\w*|denken|denkt|gelo(?:of|ven|oft)|aanname\\w*|onduidelijk|onzeker',
  'kanske|möjlig\\w*|troligen|sannolik\\w*|förmodligen|misstänk\\w*|verkar|tycks|tror|antar|gissar|oklart|skulle|måske|kanskje|mulig\\w*|sandsynlig\\w*|sannsynlig\\w*|form[eo]dentlig|mistænk\\w*|mistenk\\w*|formod\\w*|antager|uklart',
  'może|możliwe|prawdopodobn\\w*|chyba|przypuszcz\\w*|podejrz\\w*|wydaje się|niejasne|uważam\\w*|sądz\\w*',
  'возможно|вероятно|наверное|может быть|видимо|похоже|кажется|подозрева\\w*|подозрени\\w*|предполага\\w*|предположи\\w*|думаем|считаем|неясно|бы',
  'можливо|ймовірно|мабуть|може бути|схоже|здається|підозрю\\w*|підозр[аи]|припуска\\w*|незрозуміло|би',
  'かもしれ|可能性|おそらく|恐らく|多分|たぶん|と思|と考え|推測|推定|疑い|疑われ|疑って|ようです|ようだ|みたい|らしい|だろう|でしょう|と見られ|と見て|か(?=[。？?])',
  '可能|也许|也許|或许|或許|大概|似乎|好像|疑似|怀疑|懷疑|猜测|猜測|推测|推測|认为|認為|估计|估計|不确定|不確定|不清楚|是否|吗|嗎',
  '아마|것 같|수 있|수도 있|의심|추정|추측|생각|보입니다|보인다|불확실|불분명|인지 ',
]);
const plannedElsewhere = anyOf([
  'wird|werden|würde\\w*|soll(?:te)?n?|muss|müssen|müsste\\w*|plan(?:en|te|ten)|geplant\\w*|beabsichtig\\w*|vorschlag\\w*|vorgeschlagen\\w*|schlagen|schlägt|falls|wenn|sobald|wollen|will',
  "va|vont|allons|prévoi\\w*|prévu\\w*|devrai\\w*|doi(?:t|vent)|devons|faut|faudra\\w*|sera|seront|propos(?:e|ons|ent|ition\\w*)|envisag\\w*|s['’]ils?|si (?:le|la|les|un|une|on|nous|cela)|\\w{3,}(?:erons|eront|iront|dront)",
  'va(?:n)? a|vamos a|planea\\w*|planific\\w*|previst\\w*|prevé|prevemos|debe(?:n|mos|ría\\w*)?|hay que|tien(?:e|en) que|tenemos que|propon\\w*|propuest\\w*|pretende\\w*|si (?:el|los|no|una?|hay|es)|\\w{3,}(?:aremos|eremos|iremos|arán|erán|irán|ará|erá|irá)',
  'vai|vão|vamos|planej\\w*|dev(?:em|emos|eria\\w*)|deve|precis(?:a|am|amos)|propo(?:r|mos|sta\\w*|sto)|pretend\\w*|temos (?:de|que)|tem (?:de|que)|se (?:o|os|não|houver|uma?)|\\w{3,}(?:arão|erão|irão)',
  'dev(?:e|ono)|dobbiamo|dovrebb\\w*|dovr\\w*|bisogna|occorre|pianific\\w*|prevediamo|propost\\w*|intend\\w*|verrà|verranno|se (?:il|lo|gli|non)|\\w{2,}(?:erà|eranno|irà|iranno)',
  'zal|zullen|moet(?:en)?|gaan|gaat|gepland\\w*|plannen|voorstel\\w*|voorgesteld\\w*|indien|zodra|als',
  'ska|skall|kommer att|planer\\w*|måste|bör|föreslå\\w*|skal|vil|planlæg\\w*|planlegg\\w*|foreslå\\w*|hvis',
  'będzie|będą|będziemy|planuj\\w*|zaplanowan\\w*|trzeba|musi\\w*|powin\\w*|propon\\w*|jeśli|jeżeli',
  'будет|будут|будем|планиру\\w*|запланирован\\w*|нужно|надо|должн\\w*|следует|предлага\\w*|если|буде|будуть|будемо|плану\\w*|заплановано|треба|потрібно|повинн\\w*|якщо',
  '予定|つもり|必要|べき|しよう|ましょう|したい|検討|提案|もし|れば|(?:た|だ)ら(?:、|，)|場合',
  '将|將|计划|計劃|打算|准备|準備|需要|应该|應該|应当|應當|必须|必須|建议|建議|如果|若|拟',
  '예정|계획|할 것|해야|필요|제안|겠습니다|려고|만약|(?:하|되|이)면 ',
]);
const dictatedElsewhere =
  /^(?:bitte\s+)?(?:sag(?:e|en|t)?|schreib(?:e|en|t)?|melde[nt]?|behaupte[nt]?|antworte[nt]?|erkläre[nt]?|berichte[nt]?)\s|^(?:dites|dis|écri(?:s|vez)|affirme[zr]?|répond(?:s|ez)|annonce[zr]|déclare[zr]|rapporte[zr])\s|^(?:di|diga[ns]?|dí|escrib[ae]\w*|responde|anuncia|declara|diz|dizer|escrev[ae]\w*|informe|afirme|responda|anuncie|declare)\s|^(?:dica|dite|scriv[iae]\w*|afferma|rispond[iae]\w*|annuncia|dichiara)\s|^(?:zeg|schrijf|meld|beweer|antwoord|verklaar)\s|(?:と|を|に)(?:言|書|報告|答え|回答)\p{L}*(?:ください|下さい|せよ|しろ)|^(?:请|請)?(?:说|說|写|寫|报告|報告|回答|声明|聲明)|(?:말|보고|답|작성|선언)\p{L}*(?:세요|십시오|주세요|하라)/iu;

/** Claims no more than something thought does: what can be, is due, reported or asked for. */
const reserved = /\b(?:can(?!not)|due|expected|next|reported(?:ly)?|asked|ask)\b/i;
const reservedElsewhere = anyOf([
  'kann|können|angeblich|gemeldet\\w*|fällig|erwartet\\w*|nächste\\w*|peu(?:t|vent)|prochain\\w*|attendu\\w*|signalé\\w*|puede\\w*|próxim\\w*|esperad\\w*|pode\\w*|può|possono|prossim\\w*|attes\\w*|kan|kunnen|volgende|verwacht\\w*|nästa|väntas|næste|neste|ventes|następn\\w*|следующ\\w*|наступн\\w*|できます|できる|次の|次回|下一|下次|다음',
]);

/** How a sentence stands to what it tells. */
export interface Stance {
  /** Thought, asked or feared. */
  readonly thought: boolean;
  /** Planned, wanted, or so only if something else is. */
  readonly planned: boolean;
  /** Somebody is told to say it. */
  readonly dictated: boolean;
}

/** German for "plans", English for where things are made. */
const plant = /\bplant\b/i;

export function stanceOf(text: string): Stance {
  return {
    thought: thought.test(text) || may.test(text) || thoughtElsewhere.test(text),
    planned:
      planned.test(text) || plannedElsewhere.test(text) || (plant.test(text) && languageOf(text) === 'de'),
    dictated: dictated.test(text.trim()) || dictatedElsewhere.test(text.trim()),
  };
}

/** Whether a sentence tells something as thought, asked or feared, or only says what somebody shall say. */
export function isThought(text: string): boolean {
  const { thought: isSo, dictated: isDictated } = stanceOf(text);
  return isSo || isDictated;
}

/** Whether a sentence tells something as thought, asked, planned or to be said, and not as so. */
export function isSupposed(text: string): boolean {
  const { thought: isThought, planned: isPlanned, dictated: isDictated } = stanceOf(text);
  return isThought || isPlanned || isDictated;
}

/**
 * Whether a sentence claims no more than one that it follows from: what is so may be told, what is thought or planned only as such, and what is
 * thought not as planned (`refunds may be late` is no `refunds will be late`).
 */
export function claimsNoMore(text: string, peer: string): boolean {
  const theirs = stanceOf(peer);
  if (!theirs.thought && !theirs.planned && !theirs.dictated) return true;
  if (!isReserved(text)) return false;
  const own = stanceOf(text);
  const isOnlyPlanned = own.planned && !own.thought && !reserved.test(text) && !reservedElsewhere.test(text);
  return !(isOnlyPlanned && theirs.thought && !theirs.planned);
}

/** Words of a sentence that claims no more than something supposed does. */
export function isReserved(text: string): boolean {
  return isSupposed(text) || reserved.test(text) || reservedElsewhere.test(text);
}
