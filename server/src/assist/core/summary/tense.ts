/** What goes on, or is expected, at the time of writing. */
const present =
  /\b(?:is|are|['’]re) (?:still|currently|now|actively|under ?way|in progress|ongoing|expected|(?:\w+ ){0,2}\w+ing|(?:un)?able)\b|\bcontinues? (?:to|on|with|\w+ing)\b|\b(?:we|they|team|engineers?|engineering) expects?\b/i;
/** What works again works still. */
const works =
  /\b(?:operating|working|functioning) (?:normally|as (?:usual|expected))\b|\b(?:healthy|recovered|restored|resolved)\b/i;
const quoted = /["“”`]/;
/** "We have found it, and are working on a fix": the second half is over. Not where it denies or doubts. */
const afterDone =
  /^((?:we|[\w ]*teams?|engineers?|engineering) (?:have|has) (?:(?!that\b)[^.,])*),? and (?:(?:we|our (?:\w+ )?team) )?(?:are|is) (?:\w+ )?\w+ing\b(?:(?!\b(?:no|not|if|whether)\b|\d)[^.;])*(?=\.?$)/i;
const changes: readonly (readonly [RegExp, string])[] = [
  [/\b(we|they|you)['’]re\b/gi, '$1 were'],
  [/\b(is|are)n['’]t\b/gi, '$1 not'],
  [/\b(is|are) (?:still|currently|now|actively|at (?:this|the) (?:time|moment)) /gi, '$1 '],
  [/\bis\b/g, 'was'],
  [/\bare\b/g, 'were'],
  [/\bcontinues?(?= (?:to|on|with|\w+ing)\b)/g, 'continued'],
  [/\bexpects?\b/g, 'expected'],
  [/,? at (?:this|the) (?:time|moment)(?=[,.]|$)/gi, ''],
];

/** What an entry said of its present, told once that is past: "a fix is being implemented" was so. English only; without such words, or with a quotation, as it stands. */
export function inPast(text: string): string {
  if (quoted.test(text) || !present.test(text) || works.test(text)) return text;
  return changes.reduce((left, [from, to]) => left.replace(from, to), text.replace(afterDone, '$1'));
}
