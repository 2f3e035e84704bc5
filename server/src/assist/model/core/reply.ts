import { sentencesOf } from '@fieldmarshal/contract/text';

/** A sentence as a model gave it; `cites` are ids of entries without the `e`. */
export interface Draft {
  readonly text: string;
  readonly cites: readonly string[];
  /** The section it is meant for; empty where it names none. */
  readonly section: string;
}

export interface ReplyReader {
  /** Takes the next piece of a reply and gives the sentences that are complete by it. Never throws. */
  push(piece: string): Draft[];
  /** What is left at the end: sentences of a reply that was no JSON. */
  end(): Draft[];
}

/** What comes after this is not read. */
const replyCharactersMax = 32_000;
const draftsMax = 40;

/** Reads sentences out of a reply while it arrives: as JSON in any wrapping, in fences, between prose, cut off; else as prose with `[e12]` behind its sentences. */
export function readReply(): ReplyReader {
  let text = '';
  let at = 0;
  let found = 0;
  const open: number[] = [];
  let inString = false;
  let escaped = false;
  const step = (): Draft | null => {
    const character = text[at];
    at += 1;
    if (inString) {
      if (escaped) escaped = false;
      else if (character === '\\') escaped = true;
      else if (character === '"') inString = false;
      return null;
    }
    if (character === '"' && open.length > 0) inString = true;
    else if (character === '{') open.push(at - 1);
    else if (character === '}' && open.length > 0) return draftOf(text.slice(open.pop(), at));
    return null;
  };
  return {
    push: (piece) => {
      text += piece.slice(0, Math.max(0, replyCharactersMax - text.length));
      const drafts: Draft[] = [];
      while (at < text.length && found < draftsMax) {
        const draft = step();
        if (draft === null) continue;
        drafts.push(draft);
        found += 1;
      }
      return drafts;
    },
    end: () => (found > 0 ? [] : proseDrafts(text)),
  };
}

function draftOf(json: string): Draft | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string')
    return null;
  const cites = 'cites' in value && Array.isArray(value.cites) ? value.cites : [];
  const section = 'section' in value && typeof value.section === 'string' ? value.section.slice(0, 40) : '';
  return { text: value.text.trim(), section, cites: cites.slice(0, 40).map((cite) => idOf(String(cite))) };
}

/** `e12`, `12`, `[e12]` are entry 12; anything else stays what it is and is cited in vain. */
function idOf(cite: string): string {
  return /^\W*e?(\d{1,9})\W*$/i.exec(cite)?.[1] ?? cite.slice(0, 40);
}

const marks = /\s*[[(](e\d{1,9}(?:\s*[,;]\s*e?\d{1,9})*)[\])]/gi;

function proseDrafts(text: string): Draft[] {
  const plain = text.replace(/```\w*/g, '').replace(/([.!?])(\s*[[(]e\d[^\])]{0,60}[\])])/gi, '$2$1');
  return plain
    .split('\n')
    .flatMap((line) => sentencesOf(line.replace(/^\s*(?:[-*•]|\d+[.)])\s+/, '')))
    .slice(0, draftsMax)
    .flatMap((sentence) => {
      const cites = [...sentence.text.matchAll(marks)].flatMap(([, list = '']) => list.split(/[,;]/));
      return cites.length === 0
        ? []
        : [
            {
              text: sentence.text.replace(marks, '').trim(),
              cites: cites.map((cite) => idOf(cite.trim())),
              section: '',
            },
          ];
    });
}
