import { AppError } from '../errors.ts';

/** The number that the cursor of a list by number stands for. Refuses one that no such list has given. */
export function cursorNumber(cursor: string): number {
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  const message = 'is not one that this list has given';
  throw new AppError('invalid', `cursor: ${message}`, { faults: [{ path: 'cursor', message }] });
}
