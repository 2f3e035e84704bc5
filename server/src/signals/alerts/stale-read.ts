import { inTransaction, type Ctx, type Tx } from '#platform';

/** Another transaction stored the same thing first: this one must be rolled back and done again from what is there now. */
export class StaleRead extends Error {
  constructor() {
    super('stored by somebody else meanwhile');
    this.name = 'StaleRead';
  }
}

/** Somebody else stored the same thing first, or two transactions waited for each other: reading again settles it. */
export function isRace(error: unknown): boolean {
  if (error instanceof StaleRead) return true;
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === '23505' || code === '40P01' || code === '40001';
}

const attemptsMax = 5;

/** A transaction that is begun again when somebody else was first. */
export async function inFreshTransaction<T>(ctx: Ctx, work: (tx: Tx) => Promise<T>): Promise<T> {
  return untilFresh(async () => inTransaction(ctx, work));
}

/** Runs a transaction again when somebody else was first. */
export async function untilFresh<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction();
    } catch (error) {
      if (!isRace(error) || attempt === attemptsMax) throw error;
    }
  }
}
