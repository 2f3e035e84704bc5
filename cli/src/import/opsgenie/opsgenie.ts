import type { Source } from '../source.ts';
import { fetchOpsgenie } from './fetch.ts';
import { readOpsgenie } from './read.ts';

/** Its API is switched off on 5 April 2027: a dump saved before then can be imported later. */
export const opsgenie: Source = {
  title: 'Opsgenie',
  apiDefault: 'https://api.opsgenie.com',
  headers: (token) => ({ authorization: `GenieKey ${token}` }),
  fetch: fetchOpsgenie,
  read: readOpsgenie,
};
