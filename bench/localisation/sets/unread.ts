import { emptyCase } from '@fieldmarshal/server/localisation';
import { z } from 'zod';
import type { SetCase } from './set-case.ts';

const named = z.looseObject({ case_id: z.string() });

/** A case of which nothing but its name could be read: it is answered with nobody, and the others are not lost. */
export function unread(row: unknown, otherwise?: string): SetCase[] {
  const id = named.safeParse(row).data?.case_id ?? otherwise;
  console.error(
    `${id ?? 'A case'} is not in the format of the set${id === undefined ? '' : '; it is answered with nobody'}.`,
  );
  return id === undefined ? [] : [{ id, input: emptyCase([], [], 0) }];
}
