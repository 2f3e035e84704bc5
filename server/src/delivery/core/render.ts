import { utcMinute } from '@fieldmarshal/contract/text';

/** A stored message with everything filled in. */
export interface Rendered {
  readonly type: string;
  readonly subject: string;
  readonly text: string;
  /** A fragment; everything from outside in it is escaped by whoever made it. */
  readonly html: string | null;
  readonly data: unknown;
  /** Where it is answered without signing in; null where there is nothing to answer. */
  readonly answerLink: string | null;
}

export interface Unrendered {
  readonly type: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string | undefined;
  readonly data: unknown;
}

interface Filling {
  readonly answerLink: string | null;
  /** Replaces `{code}`, also in the subject. */
  readonly code?: string | undefined;
  readonly dueAt: Date;
  readonly now: Date;
}

const placeholder = '{answer-link}';
/** A message that leaves this much after it was due says so: it may be about something that is over. */
const lateAfterMinutes = 10;
const subjectLengthMax = 200;

/** Fills in the answer link and, where the message is late, says by how much. The subject becomes one line of at most 200 characters. */
export function render(message: Unrendered, { answerLink, code, dueAt, now }: Filling): Rendered {
  const link = answerLink ?? '(no link)';
  const withCode = (text: string): string =>
    code === undefined ? text : text.replaceAll('{code}', () => code);
  const fill = (text: string): string => withCode(text.replaceAll(placeholder, () => link));
  const subject = withCode(message.subject);
  const lateMinutes = Math.floor((now.getTime() - dueAt.getTime()) / 60_000);
  const late = lateMinutes > lateAfterMinutes ? lateMinutes : null;
  const notice = `LATE: this was due ${late} min ago, at ${utcMinute(dueAt)}. It may be over.`;
  return {
    type: message.type,
    subject: oneLine(late === null ? subject : `[Late ${late} min] ${subject}`),
    text: (late === null ? '' : `${notice}\n\n`) + fill(message.text),
    html:
      message.html === undefined
        ? null
        : (late === null ? '' : `<p><strong>${notice}</strong></p>`) + fill(message.html),
    data: withLate(filled(message.data, fill), late === null ? null : { minutes: late, dueAt }),
    answerLink,
  };
}

/** One line without control characters, cut at 200 characters: fit for a header. */
export function oneLine(text: string): string {
  const flat = text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .toWellFormed();
  const letters = Array.from(flat);
  return letters.length > subjectLengthMax ? `${letters.slice(0, subjectLengthMax - 1).join('')}…` : flat;
}

function filled(value: unknown, fill: (text: string) => string): unknown {
  if (typeof value === 'string') return fill(value);
  if (Array.isArray(value)) return value.map((each) => filled(each, fill));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filled(each, fill)]));
}

function withLate(data: unknown, late: { minutes: number; dueAt: Date } | null): unknown {
  if (late === null || typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  return { ...data, late: { minutes: late.minutes, dueAt: late.dueAt.toISOString() } };
}
