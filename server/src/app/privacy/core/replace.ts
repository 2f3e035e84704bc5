/** Who is replaced by what. */
export interface Replacement {
  /** The name of the account, as it stands wherever a person is meant. */
  readonly person: string;
  readonly displayName: string;
  /** Addresses by which they were reached. */
  readonly addresses: readonly string[];
  /** Instead of the name of the account. */
  readonly pseudonym: string;
  /** Instead of what people call them. */
  readonly label: string;
}

/** Instead of an address. */
const noAddress = 'erased';
/** A shorter name, or one of a single word, is likely to mean something else in a sentence. */
const nameLengthMin = 5;

/**
 * The value with the person replaced: their account's name wherever it is the whole of a text or a key, stands behind `person:`, `Person/`
 * or `@`, or is a piece of an attached file's name; what they are called, also last name first or joined as in `mira-khan.txt`, and their
 * addresses also inside of sentences. `byName` false: only the latter, for what comes from machines, where the same word means something
 * else. The very same value where nothing was found.
 */
export function replaced(value: unknown, who: Replacement, byName = true): unknown {
  if (typeof value === 'string') return inText(value, who, byName);
  if (Array.isArray(value)) {
    const parts = value.map((part) => replaced(part, who, byName));
    return parts.some((part, index) => part !== value[index]) ? parts : value;
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const isFile = 'contentType' in value && 'bytes' in value;
  const entries = Object.entries(value).map(([key, part]) => {
    const after =
      isFile && key === 'name' && typeof part === 'string'
        ? replacedInFileName(part, who)
        : replaced(part, who, byName);
    return [inText(key, who, byName), after] as const;
  });
  const isSame = entries.every(
    ([key, part]) => Object.hasOwn(value, key) && Reflect.get(value, key) === part,
  );
  return isSame ? value : Object.fromEntries(entries);
}

function inText(text: string, who: Replacement, byName: boolean): string {
  const { person, displayName, pseudonym, label } = who;
  if (byName) {
    if (text === person) return pseudonym;
    if (text === `person:${person}`) return `person:${pseudonym}`;
    if (text === `Person/${person}`) return `Person/${pseudonym}`;
    // Keys that name several things, such as `digest:INC-1:mira`.
    if (/^[^\s/@]*[:.][^\s/@]*$/.test(text)) return inSentence(inKey(text, who), who, byName);
  }
  if (text === displayName) return label;
  return inSentence(text, who, byName);
}

/** The text of a file, however long, with the person replaced as in sentences. */
export function replacedInFile(text: string, who: Replacement): string {
  return inSentence(text, who, true);
}

/** The name of a file, in which the account's name is a piece between other signs. */
export function replacedInFileName(name: string, who: Replacement): string {
  return withoutWord(inSentence(name, who, true), who.person, who.pseudonym);
}

/** Patterns of SQL's `like`, in any case: nothing is replaced in a text that none of them fits. */
export function tracesOf({ person, displayName, addresses }: Replacement): string[] {
  const pieces = piecesOf(displayName).map(escaped);
  const last = pieces.at(-1) ?? '';
  const orders = [pieces, [last, ...pieces.slice(0, -1)]].map((order) => order.join('%'));
  const words = [person, displayName, ...addresses].map(escaped);
  return [...new Set([...words, ...orders])].map((word) => `%${word}%`);
}

function inSentence(text: string, who: Replacement, mentions: boolean): string {
  const { person, displayName, addresses, pseudonym, label } = who;
  let result = text;
  for (const address of addresses) result = withoutWord(result, address, noAddress);
  if (displayName.length >= nameLengthMin && displayName.includes(' '))
    result = result.replaceAll(namePattern(displayName), () => label);
  return mentions ? result.replaceAll(mentionPattern(person), () => `@${pseudonym}`) : result;
}

/** `Mira Khan`, `mira-khan`, `mira_khan`, `mira.khan`, and last name first: `Khan, Mira`, `khan-mira`. */
function namePattern(displayName: string): RegExp {
  const pieces = piecesOf(displayName).map(asPattern);
  const last = pieces.at(-1) ?? '';
  const joined = String.raw`[\s._-]{1,3}`;
  const first = pieces.slice(0, -1).join(joined);
  return new RegExp(
    asWord(String.raw`(?:${first}${joined}${last}|${last}(?:\s*,\s*|${joined})${first})`),
    'giu',
  );
}

/** An account's name may hold dashes and dots, so a longer one is somebody else's. */
function mentionPattern(person: string): RegExp {
  const ends = String.raw`(?![\p{L}\p{N}_]|[-.][\p{L}\p{N}])`;
  return new RegExp(String.raw`(?<![\p{L}\p{N}._@-])@${asPattern(person)}${ends}`, 'giu');
}

function piecesOf(displayName: string): string[] {
  return displayName.split(/\s+/).filter((piece) => piece !== '');
}

function inKey(text: string, { person, pseudonym }: Replacement): string {
  return text.replaceAll(new RegExp(`(?<=^|[:.])${asPattern(person)}(?=$|[:.])`, 'g'), () => pseudonym);
}

/** All places where `word` stands and no letter or digit goes on from it, whatever its case. */
function withoutWord(text: string, word: string, instead: string): string {
  return text.replaceAll(new RegExp(asWord(asPattern(word)), 'giu'), () => instead);
}

function asWord(pattern: string): string {
  return String.raw`(?<![\p{L}\p{N}])${pattern}(?![\p{L}\p{N}])`;
}

function escaped(word: string): string {
  return word.replaceAll(/[%_\\]/g, String.raw`\$&`);
}

function asPattern(word: string): string {
  return word.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
