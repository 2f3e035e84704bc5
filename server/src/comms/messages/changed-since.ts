import { changesBetween, changesIn } from '../core/messages/changes.ts';
import { isFelt, otherWords, type Forms, type Told } from '../core/messages/felt.ts';
import type { StoredCommunication } from './communication-store.ts';
import { wouldSay } from './compose.ts';
import { findingsIn, type Around } from './findings.ts';
import { basisNow } from './view.ts';

const nothing: Forms = ['', ''];

/** What is different since a message was approved. */
export interface Since {
  /** Whether it must not leave: its readers would feel it. */
  readonly holds: boolean;
  /** All of it, a sentence each. */
  readonly changes: readonly string[];
}

/**
 * What holds an approved message back: a change that could make it untrue, a draft that would be in other words now, what the rules block,
 * and a promised next update that is over. Everything else is only told.
 */
export function changedSince(row: StoredCommunication, around: Around): Since {
  const { gathered, catalog, now } = around;
  // By the clock of then: another day or minute alone changes how times are written, and nothing else.
  const then = row.approvedAt ?? now;
  // A note of since then may be the message itself, kept in the log.
  const known = gathered && { ...gathered, now: then, notes: [] };
  const basis = basisNow(row, gathered);
  const told = toldBy(row, around);
  const words = otherWords(
    row.wouldSay ?? nothing,
    wouldSay(row, gathered && { ...gathered, now: then }) ?? nothing,
  );
  const against = [
    ...(words === null ? [] : [words]),
    ...findingsIn(row, { gathered: known, catalog, now: then }).flatMap(({ level, message }) =>
      level === 'blocking' ? message : [],
    ),
    ...(row.nextUpdateAt !== null && row.nextUpdateAt <= now ? ['The promised next update is over.'] : []),
  ];
  return {
    holds: against.length > 0 || changesIn(row.basis, basis).some((change) => isFelt(change, told)),
    changes: [...changesBetween(row.basis, basis), ...against],
  };
}

function toldBy(
  { title, publicTitle, body, brief, onPage, components }: StoredCommunication,
  { catalog }: Around,
): Told {
  return {
    words: [title, publicTitle ?? '', body, brief ?? ''].join('\n'),
    parts: new Set(onPage ? components.map(({ kind, name }) => `${kind} ${name}`) : []),
    nameOf: (about) => {
      const at = about.indexOf(' ');
      const name = about.slice(at + 1);
      const kinds = { application: 'Application', workflow: 'Workflow', environment: 'Environment' } as const;
      const kind = Object.entries(kinds).find(([word]) => word === about.slice(0, at))?.[1];
      return kind === undefined ? null : (catalog.get(kind, name)?.spec.publicName ?? null);
    },
  };
}
