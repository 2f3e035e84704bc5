import { oc } from '@orpc/contract';
import { z } from 'zod';
import { incidentId } from '../incidents/schema.ts';
import { acceptRcaInput, dismissRcaInput, rcaFlag, rcaModelCard } from './rca.ts';

type Method = 'GET' | 'POST';
const route = (method: Method, path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags: ['rca'] });
const onIncident = z.object({ id: incidentId });

/** The HTTP contract of the RCA flag; mounted under `/api/v1`. */
export const rcaContract = {
  list: route('GET', '/rca/flags', 'Incidents flagged for a deep root cause analysis, and those asked about')
    .input(z.object({ which: z.enum(['waiting', 'accepted', 'dismissed', 'all']).default('waiting') }))
    .output(z.object({ items: z.array(rcaFlag) })),
  ofIncident: route(
    'GET',
    '/incidents/{id}/rca',
    'Whether an incident deserves a deep root cause analysis, and why',
  )
    .input(onIncident)
    .output(z.object({ flag: rcaFlag.nullable() })),
  accept: route('POST', '/incidents/{id}/rca/accept', 'Have the root cause of an incident analysed in depth')
    .input(onIncident.extend(acceptRcaInput.shape))
    .output(rcaFlag),
  dismiss: route(
    'POST',
    '/incidents/{id}/rca/dismiss',
    'Say that an incident needs no deep root cause analysis',
  )
    .input(onIncident.extend(dismissRcaInput.shape))
    .output(rcaFlag),
  finish: route('POST', '/incidents/{id}/rca/finish', 'Say that the deep root cause analysis is done')
    .input(onIncident)
    .output(rcaFlag),
  model: route('GET', '/rca/model', 'How the flag decides, and how well')
    .input(z.object({}))
    .output(rcaModelCard),
  reset: route(
    'POST',
    '/rca/model/reset',
    'Forget what was learnt: shipped weights, and verdicts no longer teach',
  )
    .input(z.object({}))
    .output(rcaModelCard),
};
