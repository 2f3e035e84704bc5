import { folded, simplified, withoutLooks } from './password-forms.ts';

export const passwordLengthMin = 12;
const passwordLengthMax = 200;

/** Common passwords that are long enough, in lower case without spaces and marks; shorter ones fail by length. */
const common = new Set([
  '123456789012',
  '1234567890123',
  '12345678901234',
  '123456789123',
  '1234567891011',
  '0123456789012',
  '1q2w3e4r5t6y',
  '1q2w3e4r5t6y7u',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwertyuiopasdf',
  'qwertyuiopasdfghjkl',
  'qwerty123456',
  'qwerty1234567',
  'asdfghjklzxcvbnm',
  'zxcvbnmasdfgh',
  'abcdefghijkl',
  'abcdefghijklmnop',
  'abcdefghijklmnopqrstuvwxyz',
  'abc123abc123',
  'abcd1234abcd',
  'password1234',
  'password12345',
  'password123456',
  'passwordpassword',
  'password2024',
  'password2025',
  'password2026',
  'mypassword123',
  'p4ssw0rd1234',
  'letmein12345',
  'letmeinletmein',
  'iloveyou1234',
  'iloveyouiloveyou',
  'welcome12345',
  'welcome123456',
  'welcometothejungle',
  'changeme1234',
  'changemechangeme',
  'changemenow123',
  'administrator',
  'administrator1',
  'adminadminadmin',
  'admin1234567',
  'admin12345678',
  'rootrootroot',
  'football1234',
  'baseball1234',
  'superman1234',
  'sunshine1234',
  'princess1234',
  'dragon123456',
  'monkey123456',
  'summer202600',
  'winter202600',
  'trustno1trustno1',
  'correcthorsebatterystaple',
  'thisismypassword',
  'thequickbrownfox',
  'opensesame123',
  'startrek1234',
  'starwars1234',
  'fieldmarshal',
  'fieldmarshal1',
  'fieldmarshal123',
]);

interface Owner {
  readonly person: string;
  readonly displayName: string;
  readonly email: string | null;
}

/**
 * Why a password cannot be taken, as a sentence; null when it can. Length in characters, 12–200; no rules about kinds of
 * characters (NIST SP 800-63B). Refuses common ones and what is put together of them, too few different characters, and the owner's own
 * names.
 */
export function passwordFault(password: string, owner: Owner): string | null {
  const length = Array.from(password).length;
  if (length < passwordLengthMin)
    return `Please use at least ${passwordLengthMin} characters; a few words in a row are easy to remember.`;
  if (length > passwordLengthMax) return `Please use at most ${passwordLengthMax} characters.`;
  const plain = simplified(password);
  if (new Set(password).size < 5) return 'Please use more different characters.';
  if (common.has(plain) || isGuessedEarly(password))
    return 'This password is too common: it is among the first that are tried.';
  const names = [owner.person, owner.displayName, owner.email, owner.email?.split('@')[0]];
  if (
    names.some((name) => name != null && sameApartFromEnd(plain, simplified(name))) ||
    isGuessedEarly(password, partsOf(names))
  )
    return 'Please do not use your name or e-mail address.';
  return null;
}

const namePartMin = 3;

/** What the owner's names are put together of: who knows them tries these first, in any order and with a year. */
function partsOf(names: readonly (string | null | undefined)[]): ReadonlySet<string> {
  const parts = names.flatMap((name) => folded(name ?? '').split(/[^\p{L}\p{M}]+/u));
  return new Set(parts.filter((part) => part.length >= namePartMin));
}

/** What most passwords of breaches are made of, once numbers and marks around them are taken away and looks undone. */
const commonWords = new Set(
  `password passwort passw0rd motdepasse contrasena senha parola haslo admin administrator root superuser user username login guest
  test tester testing demo temp temporary secret default changeme changeit letmein welcome hello master access system server database
  qwerty qwertyuiop qwertz azerty asdf asdfgh asdfghjkl zxcvbn zxcvbnm iloveyou ilove love loveme lovely princess sunshine shadow
  monkey dragon superman batman spiderman pokemon starwars startrek football soccer baseball basketball hockey liverpool arsenal chelsea
  barcelona juventus yankees cowboys michael michelle jessica jennifer daniel ashley charlie andrew jordan thomas robert nicole matthew
  anthony joshua amanda summer winter spring autumn monday tuesday wednesday thursday friday saturday sunday january february march april
  may june july august september october november december london denver sydney america england australia company office work internet
  computer samsung iphone google facebook linkedin microsoft windows linux oracle cisco trustno fuckyou flower cookie cheese chocolate
  whatever freedom mustang harley ferrari porsche mercedes killer hunter ranger buster tigger purple orange yellow silver golden diamond
  abc abcd abcdef abcdefgh the this and are you new old pass word pwd key fieldmarshal incident oncall pager grafana
  prometheus kubernetes docker devops`.split(/\s+/),
);
/** Rows of keyboards and of the alphabet, forwards; walks along them are guessed in both directions. */
const rows = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'yxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm',
  '1q2w3e4r5t6y7u8i9o0p',
];
const walks = [...rows, ...rows.map((row) => Array.from(row).toReversed().join(''))];
const walkLengthMin = 4;
/**
 * Whether programs that guess get there early, as breaches show: nothing but common words, numbers, marks and walks along the keyboard, or
 * one short piece again and again. Linear but for the length of a word, which is bounded.
 */
function isGuessedEarly(password: string, known: ReadonlySet<string> = commonWords): boolean {
  const lower = folded(password);
  if (/^(.{1,5})\1+.{0,4}$/su.test(lower) || /^[\d\s\p{Pd}.,:/!]+$/u.test(lower)) return true;
  return [lower, withoutLooks(lower)].some((text) => {
    const left = unguessed(text, known);
    return left < distinctPartMin && left < lettersIn(text);
  });
}

/** So many characters must be none of these. */
const distinctPartMin = 4;

const wordLengthMax = 16;

/** How many letters are left when common words and walks are taken out, the fewest that there can be. */
function unguessed(text: string, known: ReadonlySet<string>): number {
  const fewest = [0];
  for (let end = 1; end <= text.length; end += 1) {
    let best = (fewest[end - 1] ?? 0) + lettersIn(text.charAt(end - 1));
    for (let start = Math.max(0, end - wordLengthMax); start < end; start += 1) {
      const part = text.slice(start, end);
      if (!known.has(part) && !commonWords.has(part) && !isWalk(part)) continue;
      best = Math.min(best, fewest[start] ?? 0);
    }
    fewest.push(best);
  }
  return fewest[text.length] ?? 0;
}

function lettersIn(text: string): number {
  return text.replaceAll(/[\d\s\p{P}\p{S}]/gu, '').length;
}

function isWalk(part: string): boolean {
  return part.length >= walkLengthMin && walks.some((walk) => walk.includes(part));
}

/** Whether the password is the name, or the name with digits at its end. */
function sameApartFromEnd(password: string, name: string): boolean {
  return name !== '' && password.startsWith(name) && /^\d*$/.test(password.slice(name.length));
}
