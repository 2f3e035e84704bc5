import type { Source } from '../source.ts';
import { fetchPagerDuty } from './fetch.ts';
import { readPagerDuty } from './read.ts';

export const pagerDuty: Source = {
  title: 'PagerDuty',
  apiDefault: 'https://api.pagerduty.com',
  headers: (token) => ({
    authorization: `Token token=${token}`,
    accept: 'application/vnd.pagerduty+json;version=2',
  }),
  fetch: fetchPagerDuty,
  read: readPagerDuty,
};
