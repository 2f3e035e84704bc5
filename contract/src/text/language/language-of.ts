/** Languages that the checks of a sentence know: its words of denying and supposing, and for some also those of cause and time. */
export type Language =
  | 'en'
  | 'de'
  | 'fr'
  | 'es'
  | 'pt'
  | 'it'
  | 'nl'
  | 'sv'
  | 'da'
  | 'pl'
  | 'ru'
  | 'uk'
  | 'ja'
  | 'zh'
  | 'ko';

/** Little words that a language cannot do without, so that two or three of them tell it. `null` are languages that are only told apart. */
const little: readonly (readonly [Language | null, string])[] = [
  [
    'en',
    'a an the of to in on for with from by at is are was were has have had been be not no and or but that this which it its we they as after before since when will would',
  ],
  [
    'de',
    'der die das den dem des ein eine einen einem einer eines und oder aber ist sind war waren wird werden wurde wurden hat haben nicht kein keine mit von für auf im am an bei nach vor seit zu zum zur durch als auch es sich wir noch wieder nur über unter aus dass weil bis um ihr sie',
  ],
  [
    'fr',
    'le la les un une des du de et ou mais est sont était étaient ont été ne pas dans sur pour avec par au aux en ce cette ces qui que depuis après avant nous ils elle il se plus sans leur leurs',
  ],
  [
    'es',
    'el la los las un una unos unas de del y pero es son era eran fue fueron ha han no en con por para al que se su sus desde después antes como más sin está están hay lo muy ya',
  ],
  [
    'pt',
    'o os as um uma de do da dos das e ou mas é são era foi foram não em no na nos nas com por para ao que se seu sua desde após antes mais sem está estão há pelo pela já',
  ],
  [
    'it',
    'il lo la gli le un uno una di del della dei delle dello e ma è sono era erano non in con per da dal dalla al alla nel nella che si sul sulla dopo prima stato stati stata state più senza ha hanno',
  ],
  [
    'nl',
    'de het een en of maar is zijn was waren werd werden wordt worden niet geen in op met van voor door naar bij na sinds te aan dat die er wij ze om uit ook nog weer heeft hebben',
  ],
  ['sv', 'en ett och att det som på är av för med inte den till har vi från vid efter var om kan sedan när'],
  [
    'da',
    'en et og at det som på er af av for med ikke den til har vi fra ved efter etter var om kan siden blev ble når',
  ],
  [
    'pl',
    'i w z na nie się do to że jest są od po przez dla za przed został została zostały były był jak ale',
  ],
  ['ru', 'и в на не с по что это от за для из к у был была были после до как но при'],
  ['uk', 'і в на не з по що це від за для до був була були після як але при та у'],
  [null, 'și şi nu la este sunt din pe cu pentru de care după au fost mai un o dar'],
  [null, 'és nem van volt egy hogy az meg után vagy de'],
  [null, 'ja ei on oli että kun ovat mutta jälkeen tai myös'],
  [null, 've bir bu için ile değil olarak sonra çok daha ama oldu'],
  [null, 'je na se že nebo jsou byl byla bylo po od pro ale není při jsme už sa sú nie bol bola ako'],
  [null, 'yang dan di ke dari tidak untuk dengan ini itu adalah pada setelah telah oleh'],
  [null, 'và của là không được cho trong đã các với sau khi bị'],
  [null, 'els les amb per és són però dels després està i que no'],
];
const tongues = little.map(([language, words]) => ({ language, words: new Set(words.split(' ')) }));

/** The little words of a language; empty for scripts that do not part words. */
export function littleWords(language: Language): ReadonlySet<string> {
  return tongues.find((one) => one.language === language)?.words ?? new Set();
}

const scripts: readonly (readonly [Language | null, RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['zh', /\p{Script=Han}/gu],
  [null, /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Thai}\p{Script=Greek}]/gu],
];
/** Words without a single little word of any known language: more is no headline and no notes, but another language. */
const bareWordsMax = 7;

/**
 * The language a text is written in, as far as the checks know it; null for any other. A few words without little ones are English: notes and
 * names are written so everywhere.
 */
export function languageOf(text: string): Language | null {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const counted = scripts.map(([language, script]) => ({ language, count: text.match(script)?.length ?? 0 }));
  // Japanese is half Han; a few kana tell it from Chinese.
  const [kana, , han] = counted;
  if (kana !== undefined && han !== undefined && kana.count > 0 && (kana.count + han.count) * 3 > letters)
    return 'ja';
  const most = counted.find(({ count }) => count * 3 > letters);
  if (most !== undefined) return most.language;
  const words = text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  const hits = tongues.map((one) => ({ ...one, hits: words.filter((word) => one.words.has(word)).length }));
  const best = hits.reduce((a, b) => (b.hits > a.hits ? b : a));
  if (best.hits === 0) {
    const isCyrillic = /\p{Script=Cyrillic}/u.test(text);
    return words.length > bareWordsMax || isCyrillic ? null : 'en';
  }
  return best.hits * 12 >= words.length ? best.language : null;
}
