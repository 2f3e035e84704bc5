import type { Tx } from '#platform';
import { settleMarks } from '../store/due-store.ts';
import { remind, subjectKey, type Subject } from './mark.ts';

/** Ends a look: another one follows where it was asked for since `marks` was read. */
export async function settle(tx: Tx, subject: Subject, marks: number): Promise<void> {
  if (!(await settleMarks(tx, subjectKey(subject), marks))) remind(tx, subject);
}
