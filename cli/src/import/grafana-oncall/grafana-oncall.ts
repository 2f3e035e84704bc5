import type { Source } from '../source.ts';
import { fetchGrafanaOnCall } from './fetch.ts';
import { readGrafanaOnCall } from './read.ts';

export const grafanaOnCall: Source = {
  title: 'Grafana OnCall',
  apiDefault: null,
  headers: (token) => ({ authorization: token }),
  fetch: fetchGrafanaOnCall,
  read: readGrafanaOnCall,
};
