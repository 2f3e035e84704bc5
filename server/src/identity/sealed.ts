import type { SealedColumn } from '#platform';
import { totpPurpose } from './factors/code.ts';
import { idTokenPurpose } from './sessions/start-session.ts';

/** What of people's sign-in is sealed. */
export const sealedIdentity: readonly SealedColumn[] = [
  {
    table: 'totp',
    column: 'secret',
    key: ['person'],
    purposeOf: ({ person = '' }) => totpPurpose(person),
  },
  {
    table: 'session',
    column: 'id_token',
    key: ['id'],
    purposeOf: ({ id = '' }) => idTokenPurpose(id),
  },
];
