import { folded, simplified, withoutLooks } from './password-forms.ts';

/** What a list of breached passwords holds; with less letters, digits alone would decide. */
const listedLengthMin = 4;
const listedLengthMax = 24;

/**
 * Why a password that breaches have made known cannot be taken, as a sentence; null when it can. `breached`: such passwords in lower case.
 * It counts as one of them in any case, with digits and marks around it, with marks in place of letters, with spaces or marks between its
 * words, and again and again (NIST SP 800-63B, 5.1.1.2). Linear but for the digits and marks at its ends, which are few.
 */
export function breachFault(password: string, breached: ReadonlySet<string>): string | null {
  const lower = folded(password);
  const forms = [lower, simplified(password), withoutLooks(lower)];
  return forms.some((form) => isDerived(form, breached))
    ? 'This password is known from breaches of other services, as it is or without what was added to it: it is among the first that are tried. Please choose another.'
    : null;
}

function isDerived(form: string, breached: ReadonlySet<string>): boolean {
  return [form, ...repeatedParts(form)].some((text) => holdsInside(text, breached));
}

/** What the text is again and again, marks and digits at its end left out; none where it repeats nothing. */
function repeatedParts(text: string): string[] {
  const plain = text.replaceAll(/[^\p{L}\p{N}]/gu, '');
  return [plain, plain.replace(/\p{N}+$/u, '')].flatMap((whole) => {
    for (let length = listedLengthMin; length <= Math.min(listedLengthMax, whole.length / 2); length += 1)
      if (whole === whole.slice(0, length).repeat(whole.length / length)) return [whole.slice(0, length)];
    return [];
  });
}

/** Whether it is listed once some of the digits and marks at its beginning and end are left out; `trustno1!` is, though `trustno` is not. */
function holdsInside(text: string, breached: ReadonlySet<string>): boolean {
  const before = /^[^\p{L}]*/u.exec(text)?.[0].length ?? 0;
  const after = text.length - (/[^\p{L}]*$/u.exec(text)?.[0].length ?? 0);
  for (let start = 0; start <= before; start += 1)
    for (
      let end = Math.max(after, start + listedLengthMin);
      end <= Math.min(text.length, start + listedLengthMax);
      end += 1
    )
      if (breached.has(text.slice(start, end))) return true;
  return false;
}
