import { isSameWord, type Published } from './published.ts';

/**
 * The messages that say how things are, in the order in which they were sent. A correction of the last word takes its place; one of words
 * that a later message has followed, in whatever language, tells how it was then and nothing of now. What was corrected says of parts what its
 * correction says; only an announcement has the title of it, and one that was corrected is none any more.
 */
export function heeded(messages: readonly Published[]): Published[] {
  const sorted = messages.toSorted((a, b) => a.sentAt - b.sentAt);
  const known = new Map(sorted.map((message) => [message.id, message]));
  const roots = new Map(sorted.map((message) => [message.id, rootOf(message, known).id]));
  // The last of each chain is what holds.
  const last = new Map(sorted.map((message) => [roots.get(message.id), message]));
  const isFollowed = (message: Published): boolean => {
    const first = known.get(roots.get(message.id) ?? '') ?? message;
    return sorted.some(
      (other) =>
        roots.get(other.id) !== first.id &&
        other.sentAt > first.sentAt &&
        other.sentAt <= message.sentAt &&
        isNewsAfter(other, first),
    );
  };
  return sorted
    .filter((message) => roots.get(message.id) === message.id || !isFollowed(message))
    .flatMap((message) => {
      const { id, said } = last.get(roots.get(message.id)) ?? message;
      return message.stage === 'maintenance' && id !== message.id ? [] : [{ ...message, said }];
    });
}

/** What was said at first, before any correction of it; the message itself where that is not known here. */
function rootOf(message: Published, known: ReadonlyMap<string, Published>): Published {
  const before = message.corrects === null ? undefined : known.get(message.corrects);
  return before === undefined ? message : rootOf(before, known);
}

function isNewsAfter(other: Published, first: Published): boolean {
  const isSameThing = other.thread === first.thread && other.application === first.application;
  return isSameThing && (other.language === first.language || !isSameWord(other, first));
}
