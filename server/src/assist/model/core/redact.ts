/** Names that only this organisation knows to be names. Long lists are fine: only those that stand in a text cost anything. */
export interface HiddenNames {
  readonly people: readonly string[];
  readonly customers: readonly string[];
}

/** Replaces what must not leave by placeholders, and puts it back. One for each request: numbers mean nothing in another. */
export interface Cloak {
  hide(text: string): string;
  /** The text with what the placeholders stand for; null where one stands for nothing that was hidden. */
  reveal(text: string): string | null;
}

const kinds = ['TOKEN', 'LINK', 'EMAIL', 'IP', 'ID', 'NUMBER', 'HOST', 'PERSON', 'CUSTOMER'] as const;
type HiddenKind = (typeof kinds)[number];

const placeholder = new RegExp(`\\b(?:${kinds.join('|')})_\\d{1,6}\\b`, 'gi');

type Form = readonly [HiddenKind, RegExp];

/** What stands before a secret, whatever it is a part of: `DB_PASSWORD`, `accessToken`, `数据库密码`. */
const secretWords = [
  'passwor[dt]|passwd|passphrase|passcode|secret|token|api[-_ ]?key|access[-_ ]?key|private[-_ ]?key|credential|connection[-_ ]?string',
  'kennwort|geheimnis|mot de passe|contraseña|wachtwoord|lösenord|adgangskode|passord|salasana|jelszó|пароль|κωδικός',
  'كلمة (?:ال)?(?:مرور|سر)|סיסמה|पासवर्ड|密码|密碼|口令|パスワード|비밀번호|암호|mật khẩu|kata sandi|รหัสผ่าน',
].join('|');
/** The same for words that are the end of many others (`spin`, `compass`). */
const shortSecretWords = 'pass|pwd|pin|otp|clave|senha|parola|parolă|hasło|heslo|şifre|ключ';
const secretIs = String.raw`["'”]?\s*(?:[:=：＝]{1,2}>?|(?<=\s)(?:is|ist|est|es|è|é|-)(?=\s)|は|是|为|為|는|은)\s*["'“„«「]?(?<hide>[^\s"'”»」,;，；。]{3,200})`;

/** What is hidden by its form, the most certain first; a group named `hide` is the part that is. Linear patterns. */
const secretForms: readonly Form[] = [
  // What looks like a placeholder and is none would be put back as something else.
  ['TOKEN', placeholder],
  ['TOKEN', /-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?/g],
  ['TOKEN', /\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g],
  ['TOKEN', /\b(?:AKIA|ASIA|ghp_|gho_|ghs_|github_pat_|glpat-|xox[abprs]-|sk-|pk_|rk_|fm[ir]?_)[\w-]{8,}/g],
  ['TOKEN', /\b(?:bearer|basic|geniekey)\s+(?<hide>[\w+/=.~-]{8,})/gi],
  ['TOKEN', /\bcookie["']?\s*[:=]\s*(?<hide>[^\s"',;]{3,300}(?:;\s*[^\s"',;]{3,300}){0,20})/gi],
  ['TOKEN', new RegExp(String.raw`(?:${secretWords})(?:[_-][\p{L}\p{N}_-]{0,30}|e?s)?${secretIs}`, 'giu')],
  ['TOKEN', new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${shortSecretWords})${secretIs}`, 'giu')],
  // Arguments of a command: `--password hunter2`.
  [
    'TOKEN',
    /(?<!\S)--?(?:password|passwd|pwd|token|secret|api-?key)[ =](?<hide>[^\s"',;-][^\s"',;]{2,200})/gi,
  ],
  ['LINK', /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s<>"')\]]+/gi],
  ['EMAIL', /[\p{L}\p{N}_.+%-]{1,64}@[\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63})+/gu],
  ['ID', /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi],
  ['IP', /\b\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?\b/g],
  ['IP', /(?<![\w:.])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![\w:])/gi],
  // Numbers of bank accounts.
  ['NUMBER', /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b/g],
  ['NUMBER', /(?<![\w.])\+?\d(?:[ ()-]?\d){8,24}(?![\w.]*\d)/g],
];
/** After names: a name inside a host's is hidden with it, a host inside a name is not taken for one. */
const hostForms: readonly Form[] = [
  ['HOST', /\b(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}\b(?!\()/gi],
  ['HOST', /\b[a-z][a-z0-9]*(?:-[a-z0-9]+)*-?\d{1,5}[a-z]?\b/g],
  // `DB-PROD-01`; what incidents, severities and answers are called is no host.
  ['HOST', /\b(?!(?:INC|SEV|HTTP|UTC|GMT|COM)-)[A-Z][A-Z0-9]*(?:-[A-Z0-9]+){0,5}-[A-Z]{0,12}\d{1,5}\b/g],
];

/** Long words that look random are taken for secrets. */
const random = { charactersMin: 20, bitsMin: 3.3 } as const;

export function cloakOf(names: HiddenNames): Cloak {
  const placeholders = new Map<string, string>();
  const originals = new Map<string, string>();
  const counts = new Map<HiddenKind, number>();
  const standIn = (kind: HiddenKind, original: string): string => {
    const key = `${kind} ${original}`;
    const known = placeholders.get(key);
    if (known !== undefined) return known;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const made = `${kind}_${count}`;
    placeholders.set(key, made);
    originals.set(made, original);
    return made;
  };
  return {
    // One letter may be written in two ways; names are compared as they look.
    hide: (text) => hidden(text.normalize('NFC'), names, standIn),
    reveal: (text) => {
      let isKnown = true;
      const shown = text.replace(placeholder, (found) => {
        const original = originals.get(found);
        if (original === undefined) isKnown = false;
        return original ?? '';
      });
      return isKnown ? shown : null;
    },
  };
}

/** The placeholders that stand in a text. */
export function placeholdersIn(text: string): string[] {
  return text.match(placeholder) ?? [];
}

type StandIn = (kind: HiddenKind, original: string) => string;
/** Text that may leave, or a placeholder that no later form may look into. */
type Piece = string | { readonly made: string };

function hidden(text: string, names: HiddenNames, standIn: StandIn): string {
  let pieces: Piece[] = [text];
  const apply = (kind: HiddenKind, form: RegExp): void => {
    pieces = pieces.flatMap((piece) =>
      typeof piece === 'string' ? split(piece, form, kind, standIn) : [piece],
    );
  };
  for (const [kind, form] of secretForms) apply(kind, form);
  pieces = pieces.flatMap((piece) => (typeof piece === 'string' ? withoutRandom(piece, standIn) : [piece]));
  const lower = text.toLowerCase();
  for (const [kind, list] of [
    ['CUSTOMER', names.customers],
    ['PERSON', names.people],
  ] as const)
    for (const name of longestFirst(list, lower)) apply(kind, wholeWord(name));
  for (const [kind, form] of hostForms) apply(kind, form);
  return pieces.map((piece) => (typeof piece === 'string' ? piece : piece.made)).join('');
}

// oxlint-disable-next-line eslint/max-params -- the four are one step of a fold
function split(text: string, form: RegExp, kind: HiddenKind, standIn: StandIn): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of text.matchAll(form)) {
    const part = found.groups?.['hide'] ?? found[0];
    const at = found.index + found[0].lastIndexOf(part);
    pieces.push(text.slice(from, at), { made: standIn(kind, part) });
    from = at + part.length;
  }
  pieces.push(text.slice(from));
  return pieces;
}

function withoutRandom(text: string, standIn: StandIn): Piece[] {
  return text
    .split(/([\w+/=~-]{20,})/)
    .map((part) => (looksRandom(part) ? { made: standIn('TOKEN', part) } : part));
}

function looksRandom(word: string): boolean {
  if (word.length < random.charactersMin || /\s/.test(word) || !/\d/.test(word) || !/[a-z]/i.test(word))
    return false;
  const counts = new Map<string, number>();
  for (const character of word) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / word.length) * Math.log2(count / word.length);
  return bits >= random.bitsMin;
}

/** Scripts that put no space between words, and need few letters for a name. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

function longestFirst(names: readonly string[], lower: string): string[] {
  return names
    .map((name) => name.normalize('NFC').trim())
    .filter((name) => name.length > (unspaced.test(name) ? 1 : 2) && lower.includes(name.toLowerCase()))
    .sort((a, b) => b.length - a.length);
}

/** With the `s` of a possessive: that is no other name. */
function wholeWord(name: string): RegExp {
  const plain = RegExp.escape(name);
  return unspaced.test(name)
    ? new RegExp(plain, 'giu')
    : new RegExp(`(?<![\\p{L}\\p{N}])${plain}s?(?![\\p{L}\\p{N}])`, 'giu');
}
