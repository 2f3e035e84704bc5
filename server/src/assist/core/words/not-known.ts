const soon =
  '(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tonight|tomorrow|noon|week|month|later|soon|eod|eow|end|\\d)';
/** Where such a word ends what is said, or only says when or why; before a noun it says which: `unknown header in a request`. */
const alone =
  '(?=\\s*(?:$|[.,;:!?()–—-]|(?:yet|so far|still|at|for|as of|until|till|by|but|and|because|due|with|pending|while|we|from|on|now|right)\\b))';
const looking =
  'investigat\\w+|look\\w*|check\\w*|search\\w*|analy[sz]\\w+|dig\\w*|debug\\w*|try\\w*|working|hunt\\w*|trac\\w+';
const settled =
  'investigated|looked (?:at|into|for)|analy[sz]ed|examined|reviewed|studied|checked|determined|confirmed|established|identified(?! due to)|found|clarified|understood|known|clear|certain|sure|shared|published|provided|announced|verified|diagnosed|discovered|fixed|resolved|mitigated|addressed|removed|corrected|gone|over';

/** Nothing, where something should stand that people look for: `TBD`, `nobody knows`, `due Friday`, `not the deploy`; or only that it was found. */
const english = new RegExp(
  [
    String.raw`(?:pending|unknown|unclear|uncertain|undetermined|unidentified|unexplained|tb[acd]|t\.b\.[acd]\.?|n\/?a|none|wip|ongoing|elusive|outstanding|to follow|follows|to come|later|soon|who knows|investigati(?:ng|on))${alone}`,
    String.raw`(?:open|missing|not yet|not)(?=\s*(?:$|[.,;!?]))`,
    String.raw`pending (?:\w+ ){0,2}(?:rca|analysis|investigation|confirmation|review|report|information|feedback)\b`,
    String.raw`(?:(?:a|the|our|their|rca|root cause|deep|further|full|internal) ){0,3}(?:investigation|analysis) (?:is|continues|ongoing|under|in|pending|to|due|will)\b`,
    String.raw`(?:${settled})${alone}(?![^.;]{0,40} (?:as|to be) )`,
    String.raw`(?:under|in) (?:\w+ )?(?:investigation|review|analysis|examination|progress|discussion|research|clarification|dispute|the works)\b`,
    String.raw`(?:\w+ ){0,3}(?:are|is|am|['’]re|['’]m) (?:\w+ )?(?:${looking})\b(?! (?:job|query|script))`,
    String.raw`(?:looking|searching|digging) (?:into|for|at)\b|trying to\b`,
    String.raw`(?:i|we|they|the \w+|nobody|no[ -]?one|none of us) (?:\w+ )?(?:(?:do|does|did|can)(?:n['’]t| not)|cannot|could not) (?:\w+ )?(?:know|say|tell|explain|see)\b|(?:do not|don['’]t) (?:\w+ )?know\b`,
    String.raw`(?:i|we|they) (?:\w+ )?(?:have|['’]ve|had)(?: not|n['’]t| no| yet)\b|(?:there is )?no (?:idea|clue|answer|cause|root cause|explanation|news)\b|(?:not sure|unsure|hard to (?:say|tell))\b`,
    String.raw`(?:nobody|no[ -]?one|none of us) (?:knows?|knew|understands?|is sure|can|has (?:found|an idea|a clue))\b`,
    String.raw`(?:a|an|the) (?:\w+ )?(?:mystery|riddle|puzzle|(?:open|unanswered) question|unknown)${alone}|any(?:one|body)['’]s guess\b`,
    String.raw`(?:rca |analysis |report )?(?:due|expected|promised|planned|scheduled|coming|available|follows|later) (?:(?:on|by|at|in|this|next|the|of|for) )*${soon}`,
    String.raw`(?:a?waiting|await)(?: on| for)? (?:[\w'’]+ ){0,4}?(?:vendors?|providers?|suppliers?|rca|analysis|report|logs|confirmation|answers?|reply|word|information|details|results?|investigation|support|feedback|response)\b`,
    String.raw`(?:to|will) (?:follow|come|be (?:${settled}|seen|decided|added|done))\b|see\b`,
    String.raw`(?:by )?(?:something (?:else|unknown|we|that we|nobody|unclear)|some (?:other|unknown)|(?:an? )?(?:unknown|unidentified|undetermined|unexplained|unclear) (?:reason|factor|cause|issue|problem|event|source|thing|trigger)s?)\b`,
    String.raw`(?:the |an? |our )?[\w'’ -]{1,40}? (?:was |is |were |are |has been |have been |already )?ruled out\b`,
  ]
    .map((one) => `(?:${one})`)
    .join('|')
    .replace(
      /^(.*)$/su,
      String.raw`^(?:(?:still|currently|as yet|yet|so far|for now|now|at (?:this|the) (?:time|moment|point)|at present|right now|very much|being|been|not|never|to be|remains?|actively|already|also|fully|well|unfortunately|sadly)[ ,]+)*(?:$1)`,
    ),
  'iu',
);
const denied =
  /^(?:not|n['’]t|neither|never)(?: \w+)? (?:the|an?|our|its|by|due|related|caused|because|from|this|that|any)\b|^neither\b/iu;
/** Who denies one thing may name another. */
const butNamed =
  /\b(?:but|rather|instead)(?: rather| instead)? (?:by |in |due to )?(?:the|an?|our|its|that)\b(?![^.;]{0,60}\b(?:look|search|investigat|check|work|analy)\w*)/iu;

const word = (list: string): string => String.raw`(?<![\p{L}\p{M}])(?:${list})(?![\p{L}\p{M}])`;
/** The same in other languages, by whole phrases: words like `nicht` or `noch` alone stand in causes that are named plainly. */
const elsewhere = new RegExp(
  [
    word(
      String.raw`unbekannt|unklar|ungeklärt|ungewiss|(?:noch )?(?:nicht|nie|kaum)(?: \p{L}+)? (?:bekannt|klar|geklärt|gefunden|ermittelt|festgestellt|identifiziert|sicher|bestätigt|fest)|(?:noch |derzeit |aktuell )?(?:offen|ausstehend)(?=\s*(?:$|[.,;!]))|(?:wird|werden)(?: \p{L}+){0,2} (?:untersucht|geprüft|gesucht|ermittelt|analysiert)|in (?:klärung|arbeit|prüfung|untersuchung|analyse)|wir (?:suchen|untersuchen|prüfen|wissen)|(?:niemand|keiner) weiß|keine ahnung|folgt|steht (?:noch )?(?:aus|nicht fest)`,
    ),
    word(
      String.raw`inconnue?|indéterminée?|pas (?:encore |clairement )?(?:connue?|identifiée?|déterminée?|trouvée?|établie?|claire?|confirmée?)|en cours (?:d['’]|de )?(?:analyse|investigation|enquête|identification|recherche|examen)|à (?:déterminer|confirmer|venir|préciser|identifier)|reste à|on (?:ne )?sait pas`,
    ),
    word(
      String.raw`desconocid[ao]|indeterminad[ao]|no (?:se (?:conoce|sabe|ha)|est[áa] clar[ao]|identificad[ao]|determinad[ao]|confirmad[ao]|encontrad[ao])|(?:aún|todavía) (?:no (?:se|est[áa]|identificad[ao]|determinad[ao]|confirmad[ao])|se (?:investiga|desconoce|busca)|en|bajo|por|sin)|(?:sin|por) (?:determinar|identificar|confirmar|conocer|aclarar)|(?:en|bajo) (?:investigación|análisis|estudio)|se (?:está )?investiga(?:ndo)?|pendiente(?=\s*(?:$|[.,;!]|de (?:confirm|anál|invest|determ)))`,
    ),
    word(
      String.raw`desconhecid[ao]|ainda (?:não (?:é|foi|está|se|temos|sabemos|identificad[ao]|conhecid[ao]|determinad[ao])|em|sob|está)|não (?:identificad[ao]|determinad[ao]|confirmad[ao]|conhecid[ao]|(?:é|foi|está) (?:conhecid|identificad|determinad|clar|confirmad)[ao]|se sabe|sabemos)|(?:em|sob) (?:investigação|análise|apuração)|(?:está )?sendo (?:investigad|analisad|apurad)[ao]|(?:a|por) (?:determinar|confirmar|apurar)`,
    ),
    word(
      String.raw`sconosciut[ao]|ignot[ao]|(?:non|ancora)(?: (?:è|ancora|stat[ao]|del tutto)){0,3} (?:not[ao]|chiar[ao]|identificat[ao]|individuat[ao]|determinat[ao]|trovat[ao]|confermat[ao])|in (?:fase|corso) di|in corso d['’]\p{L}+|da (?:determinare|confermare|verificare|chiarire|individuare)|sotto (?:indagine|analisi)|non (?:lo )?sappiamo`,
    ),
    word(
      String.raw`onbekend|onduidelijk|(?:nog )?niet (?:\p{L}+ )?(?:bekend|duidelijk|gevonden|vastgesteld|bevestigd|zeker)|wordt (?:nog )?(?:onderzocht|gezocht|uitgezocht)|in onderzoek|nog (?:te bepalen|open|in onderzoek)|we (?:weten|zoeken|onderzoeken)`,
    ),
    word(
      String.raw`okän[dt]|oklar[t]?|(?:inte|ej)(?: \p{L}+)? (?:känd|klar|klarlagd|fastställd|hittad|bekräftad)|utreds|under utredning|ukjent|ukendt|uklar[t]?|ikke(?: \p{L}+)? (?:kjent|kendt|funnet|fundet|klar|klarlagt|fastslått|fastslået|avklart|bekreftet|bekræftet)|undersøkes|undersøges|tuntematon|ei (?:vielä )?(?:tiedossa|tiedetä|selvillä|selvinnyt)|selvitetään|selvityksessä|tutkitaan`,
    ),
    word(
      String.raw`nieznan[ay]|niejasn[ay]|nieustalon[ay]|(?:jeszcze )?nie (?:jest (?:\p{L}+ )?|została (?:\p{L}+ )?)?(?:znana|jasna|ustalona|znaleziona|potwierdzona)|jest badana|badan[ay]|w trakcie (?:analizy|badania|ustalania)|ustalan[ay]|do ustalenia|neznám[áý]|(?:zatím )?není (?:\p{L}+ )?(?:známa|známá|jasná|zjištěna)|vyšetřuje se|zjišťuje(?:me)? se|zkoumá(?:me)? se`,
    ),
    word(
      String.raw`неизвестн\p{L}*|неясн\p{L}*|не (?:до конца )?(?:ясн|установлен|известн|определен|найден|выявлен|понятн|подтвержден)\p{L}*|пока не (?:зна|ясн|извест|понят|установ|выяв)\p{L}*|выясняе\p{L}*|расследуе\p{L}*|изучае\p{L}*|уточняе\p{L}*|устанавливается|в процессе (?:выяснения|расследования)|невідом\p{L}*|незрозуміл\p{L}*|не (?:відом|встановлен|з['’]ясован|знайден)\p{L}*|з['’]ясовує\p{L}*|розслідує\p{L}*`,
    ),
    word(
      String.raw`bilinmiyor|bilinmemektedir|belli değil|belirsiz|araştırılıyor|inceleniyor|henüz (?:belli|bilin|tespit|bulun)\p{L}*|άγνωστ\p{L}*|δεν (?:είναι|έχει) (?:ακόμη |ακόμα )?(?:γνωστ|σαφ|βρεθεί|εντοπιστεί)\p{L}*|διερευν\p{L}*|υπό διερεύνηση|chưa (?:rõ|xác định|biết|được)|không rõ|đang (?:được )?(?:điều tra|tìm hiểu)`,
    ),
    String.raw`不明(?=\s*(?:$|[。、.,で]))|未定|未特定|(?:調査|確認|特定|解析|分析)中|調査(?:し|を(?:続|進|し|行))|(?:分か|わか)(?:ら|って(?:い)?(?:ません|ない))|(?:判明|特定|確定)(?:して|できて|されて)(?:い)?(?:ません|ない)|まだ(?:分|わか|判|特|不|調|見つ)`,
    String.raw`未知(?=\s*(?:$|[。，,.]))|不明(?=\s*(?:$|[。，,]))|不清楚|(?:尚|还|還|仍|暂|暫)?(?:未|没有|没|沒有|沒)(?:能)?(?:查明|查清|确定|確定|找到|定位|明确|明確|确认|確認|知)|待(?:查|定|确认|確認|排查)|(?:正在|仍在|还在|還在)?(?:调查|調查|排查|追查|核查|分析|定位)中|(?:正在|仍在|还在|還在)(?:调查|調查|排查|追查|核查|分析|定位|核实|查)`,
    String.raw`불명|미상|미정|모르|모릅|모른|알 수 없|밝혀지지|파악되지|확인되지|(?:조사|파악|확인|분석) ?중|조사하고`,
    String.raw`غير (?:معروف|واضح|محدد|معلوم|مؤكد)|مجهول|(?:لم|لا) (?:يُ?عرف|نعرف|نعلم|يتم تحديد|يتحدد|يُ?حدد|يتضح|يُ?كتشف)|قيد (?:التحقيق|البحث|الدراسة|التحليل|المراجعة)|جار(?:ي|ٍ)? (?:التحقيق|البحث)|לא (?:ידוע|ברור|נמצא)|בבדיקה|בחקירה|טרם`,
    String.raw`अज्ञात|पता नहीं|(?:जांच|जाँच) (?:जारी|चल|की जा|हो)`,
  ].join('|'),
  'iu',
);
/** Only that it was found or mended, or that it was something not. */
const foundElsewhere = new RegExp(
  [
    `^(?:(?:nun|jetzt|inzwischen|bereits|schon|maintenant|désormais|ya|già|já|nu|inmiddels|теперь|уже) )*${word(
      'gefunden|bekannt|behoben|identifiziert|ermittelt|geklärt|gelöst|beseitigt|klar|trouvée|connue|identifiée|corrigée|résolue|encontrada|conocida|identificada|resuelta|corregida|resolvida|conhecida|corrigida|trovata|nota|individuata|identificata|risolta|corretta|gevonden|bekend|opgelost|verholpen|funnen|känd|åtgärdad|найдена|известна|установлена|устранена|выявлена',
    )}(?=\\s*(?:$|[.,;!]|(?:und|et|y|e|en|och|и) ))`,
    '^(?:特定|判明|解決|修正)(?:し|され|済)',
    '^(?:nicht (?:der|die|das|ein|eine|im|beim|am|durch)|niet (?:de|het|een)|inte|ikke|не (?:в|во|из-за)|pas (?:le|la|les|un|une)) (?!.*(?:sondern|maar|utan|men|а |mais) )',
    '(?:では(?:ありません|ない)|じゃない|が?아닙니다|아니다)',
  ].join('|'),
  'iu',
);

/**
 * Whether what stands where a cause should is none: not known, looked for, to come, ruled out, or only said to be found or mended. `value` is
 * what is behind `Cause:`, `the cause is` or `caused by`, in any of some twenty languages.
 */
export function isNotKnown(value: string): boolean {
  const text = value.trim();
  if (!/[\p{L}\p{N}]/u.test(text)) return true;
  if (english.test(text) || elsewhere.test(text) || foundElsewhere.test(text)) return true;
  return denied.test(text) && !butNamed.test(text);
}
