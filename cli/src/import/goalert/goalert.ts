import type { Source } from '../source.ts';
import { fetchGoAlert } from './fetch.ts';
import { readGoAlert } from './read.ts';

export const goalert: Source = {
  title: 'GoAlert',
  apiDefault: null,
  headers: (token) => ({ authorization: `Bearer ${token}` }),
  fetch: fetchGoAlert,
  read: readGoAlert,
};
