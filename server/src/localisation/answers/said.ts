import type { CauseCandidate, CauseVerdict, answerGroupInput } from '@fieldmarshal/contract/localisation';
import type { z } from 'zod';
import type { Catalog } from '#catalog';
import { AppError, type Tx } from '#platform';
import type { CauseCase } from '../store/case-store.ts';
import { loadVersion } from '../store/version-store.ts';

type Input = Omit<z.output<typeof answerGroupInput>, 'id'>;

/** What somebody said, made whole by the verdict that they read. */
export interface Said {
  readonly answer: Input['answer'];
  readonly cause: CauseCandidate | null;
  readonly faultKind: NonNullable<Input['faultKind']> | null;
  readonly note: string;
}

/**
 * Reads an answer by the verdict that it is about: the named version, else the newest; `known` null: there is none to go by. Refused: a
 * version that never was, confirming what names nobody, and correcting to what the catalog does not know.
 */
export async function readSaid(
  tx: Tx,
  { answer, cause, faultKind, note, version }: Input,
  { known, catalog }: { readonly known: CauseCase | null; readonly catalog: Catalog },
): Promise<{ said: Said; version: number }> {
  const seen = known === null ? null : await seenVerdict(tx, known, version);
  const named = causeOf(answer, { named: cause, verdict: seen?.verdict ?? null, catalog });
  return {
    said: { answer, cause: named, faultKind: faultKind ?? null, note },
    version: seen?.version ?? 0,
  };
}

interface Seen {
  readonly version: number;
  readonly verdict: CauseVerdict | null;
}

/** The verdict that was read: the newest where no other is named. */
async function seenVerdict({ db }: Tx, known: CauseCase, version: number | undefined): Promise<Seen> {
  if (version === undefined || version === known.version) return known;
  const stored = await loadVersion(db, known.id, version);
  if (stored !== null) return stored;
  const what = known.kind === 'incident' ? 'incident' : 'failing group';
  const message = `there is no verdict ${version} of this ${what}; the newest is ${known.version}`;
  throw new AppError('invalid', `version: ${message}`, { faults: [{ path: 'version', message }] });
}

interface Known {
  readonly named: CauseCandidate | undefined;
  readonly verdict: CauseVerdict | null;
  readonly catalog: Catalog;
}

function causeOf(answer: Input['answer'], { named, verdict, catalog }: Known): CauseCandidate | null {
  if (answer === 'rejected' || answer === 'unknown') return null;
  if (answer === 'confirmed') {
    const first = verdict?.suspects[0];
    if (first === undefined)
      throw new AppError(
        'refused',
        'The verdict names nobody, so there is nothing to confirm; name the cause.',
      );
    return { kind: first.kind, name: first.name };
  }
  if (named === undefined) throw invalid('is needed with "corrected"');
  const isProduct = named.kind === 'product' || named.kind === 'third-party';
  if (isProduct && !catalog.get('Product', named.name))
    throw invalid(`"${named.name}" is not a product of the catalog`);
  return isProduct ? named : { kind: named.kind, name: '' };
}

function invalid(message: string): AppError {
  return new AppError('invalid', `cause: ${message}`, { faults: [{ path: 'cause', message }] });
}
