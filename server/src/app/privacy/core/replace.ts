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
 * The value with the person replaced: their account's name wherever it is the whole of a text or a key, or stands behind `person:` or
 * `Person/`; what they are called and their addresses also inside of sentences. `byName` false: only the latter, for what comes from
 * machines, where the same word means something else. The very same value where nothing was found.
 */
export function replaced(value: unknown, who: Replacement, byName = true): unknown {
  if (typeof value === 'string') return inText(value, who, byName);
  if (Array.isArray(value)) {
    const parts = value.map((part) => replaced(part, who, byName));
    return parts.some((part, index) => part !== value[index]) ? parts : value;
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const entries = Object.entries(value).map(
    ([key, part]) => [inText(key, who, byName), replaced(part, who, byName)] as const,
  );
  const isSame = entries.every(
    ([key, part]) => Object.hasOwn(value, key) && Reflect.get(value, key) === part,
  );
  return isSame ? value : Object.fromEntries(entries);
}

function inText(text: string, who: Replacement, byName: boolean): string {
  const { person, displayName, addresses, pseudonym, label } = who;
  if (byName) {
    if (text === person) return pseudonym;
    if (text === `person:${person}`) return `person:${pseudonym}`;
    if (text === `Person/${person}`) return `Person/${pseudonym}`;
    // Keys that name several things, such as `digest:INC-1:mira`.
    if (/^[^\s/@]*[:.][^\s/@]*$/.test(text)) return inKey(text, who);
  }
  if (text === displayName) return label;
  let result = text;
  for (const address of addresses) result = withoutWord(result, address, noAddress);
  if (displayName.length >= nameLengthMin && displayName.includes(' '))
    result = withoutWord(result, displayName, label);
  return result;
}

function inKey(text: string, { person, pseudonym }: Replacement): string {
  return text.replaceAll(new RegExp(`(?<=^|[:.])${asPattern(person)}(?=$|[:.])`, 'g'), () => pseudonym);
}

/** All places where `word` stands and no letter or digit goes on from it, whatever its case. */
function withoutWord(text: string, word: string, instead: string): string {
  const pattern = String.raw`(?<![\p{L}\p{N}])${asPattern(word)}(?![\p{L}\p{N}])`;
  return text.replaceAll(new RegExp(pattern, 'giu'), () => instead);
}

function asPattern(word: string): string {
  return word.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
