import { ScimRefusal } from './core/refusal.ts';
import { versionTag } from './view.ts';

/** Which resource a request means, and the version it was made on, where it says so (`If-Match`). */
export interface Addressed {
  readonly id: string;
  readonly ifMatch?: string | undefined;
}

export function noSuch(what: 'user' | 'group', id: string): ScimRefusal {
  return new ScimRefusal(404, `There is no ${what} ${id}.`);
}

/** Throws 412 where somebody else has changed it meanwhile. */
export function checkVersion({ version }: { version: number }, ifMatch: string | undefined): void {
  if (ifMatch === undefined || ifMatch === '*') return;
  const tags = ifMatch.split(',').map((each) => each.trim().replace(/^W\//, ''));
  if (!tags.includes(versionTag(version).slice(2)))
    throw new ScimRefusal(
      412,
      'It was changed since. Read it again, then make the change on what is there now.',
    );
}
