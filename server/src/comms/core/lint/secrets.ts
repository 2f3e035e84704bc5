import { matches, type Rule } from './reading.ts';

const known =
  /-----BEGIN [A-Z ]+-----|\b(?:AKIA|ASIA)[A-Z0-9]{12,}|\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{16,}|\bxox[abeoprs]-[\w-]{10,}|\bsk-[\w-]{16,}|\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?|\bAIza[\w-]{30,}|\b(?:bearer|basic)\s+[\w+/=.-]{12,}|\b(?:password|passwd|passwort|secret|token|api[-_ ]?key|mot de passe)\b\s*(?:[:=]|is\b|ist\b|est\b)\s*\S+|\b(?:password|passwd|passwort|kennwort|passphrase|passcode|secret|token|api[-_ ]?key|mot de passe|pin)\b[ :]+(?:["'“„«]\s?[^\s"'”“»]{4,}|(?=\S*\d)(?=\S*\p{L})[^\s,;]{5,}|(?<=pin[ :]+)\d{4,})|\w+:\/\/[^\s/:@]+:[^\s/@]+@/giu;
const long = /\b[A-Za-z0-9+/_=-]{24,}/gu;

/** Keys, tokens and passwords, by their known shapes and by their randomness. Also inside names: no fact makes a secret public. */
export const secrets: Rule = (reading) => {
  const words = {
    rule: 'secret',
    level: 'blocking',
    message: () => 'This looks like a key, a token or a password.',
    advice: 'Take it out, and have it replaced where it is used.',
    in: reading.text,
  } as const;
  const shaped = matches(reading, known, words);
  const random = matches(reading, long, words).filter(
    ({ start, end }) =>
      isRandom(reading.text.slice(start, end)) &&
      !shaped.some((found) => found.start <= start && end <= found.end),
  );
  return [...shaped, ...random];
};

/** Letters of both cases and digits, of more than 3.5 bits each: no word and no path of words. */
function isRandom(text: string): boolean {
  if (!/\d/u.test(text) || !/[a-z]/iu.test(text)) return false;
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  const bits = [...counts.values()].reduce(
    (total, count) => total - (count / text.length) * Math.log2(count / text.length),
    0,
  );
  return bits > 3.5;
}
