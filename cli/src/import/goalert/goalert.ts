import type { Source } from '../source.ts';
import { goalertDocument } from './document.ts';
import { fetchGoAlert } from './fetch.ts';
import { readGoAlert } from './read.ts';

export const goalert: Source = {
  title: 'GoAlert',
  apiDefault: null,
  keyQuery: goalertDocument,
  headers: (token) => ({ authorization: `Bearer ${token}` }),
  fetch: fetchGoAlert,
  read: readGoAlert,
};
