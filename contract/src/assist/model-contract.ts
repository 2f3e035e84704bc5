import { oc } from '@orpc/contract';
import { z } from 'zod';
import { onIncident } from '../incidents/schema.ts';
import { objectName } from '../name.ts';
import {
  modelAction,
  modelFeature,
  modelFigures,
  modelOfIncident,
  modelPolicy,
  modelPolicyInput,
  modelProbe,
  modelProviderView,
  modelRun,
} from './model.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
const route = (method: Method, path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags: ['assist'] });
const byName = z.strictObject({ name: objectName });
const named = z.object({ name: z.string() });

/** The HTTP contract of the model that may stand on top of the rules; mounted under `/api/v1`. */
export const modelContract = {
  policy: route('GET', '/assist/model', 'Whether a model writes, and within which limits').output(
    modelPolicy,
  ),
  putPolicy: route('PUT', '/assist/model', 'Set whether a model writes, and within which limits')
    .input(modelPolicyInput)
    .output(modelPolicy),
  providers: route(
    'GET',
    '/assist/model/providers',
    'Servers with a language model, in the order they are asked',
  ).output(z.object({ items: z.array(modelProviderView) })),
  setKey: route('PUT', '/assist/model/providers/{name}/key', 'Seal the key of a provider')
    .input(byName.extend({ key: z.string().min(1).max(4_000) }))
    .output(named),
  removeKey: route('DELETE', '/assist/model/providers/{name}/key', 'Forget the key of a provider')
    .input(byName)
    .output(named),
  probe: route(
    'POST',
    '/assist/model/providers/{name}/probe',
    'Ask a provider about a made-up incident, and see what it can do',
  )
    .input(byName)
    .output(modelProbe),
  runs: route(
    'GET',
    '/assist/model/runs',
    'What was asked of models, what they answered, and what was shown of it',
  )
    .input(
      z.object({
        incident: z.string().max(100).optional(),
        limit: z.coerce.number().int().min(1).max(100).default(30),
      }),
    )
    .output(z.object({ items: z.array(modelRun) })),
  figures: route('GET', '/assist/model/figures', 'What became of texts of a model, by text and mode')
    .input(z.object({ days: z.coerce.number().int().min(1).max(365).default(30) }))
    .output(modelFigures),
  ofIncident: route('GET', '/incidents/{id}/model', 'What a model wrote of an incident')
    .input(
      onIncident.extend({
        feature: modelFeature.default('summary'),
        /** Of a text about what is new: after which entry. */
        after: z.coerce.number().int().min(0).max(1_000_000).default(0),
      }),
    )
    .output(modelOfIncident),
  write: route('POST', '/incidents/{id}/model/write', 'Have a model write one of the texts about an incident')
    .input(
      onIncident.extend({
        feature: modelFeature,
        after: z.number().int().min(0).max(1_000_000).default(0),
      }),
    )
    .output(modelOfIncident),
  stop: route('POST', '/incidents/{id}/model/stop', 'Let no model write of an incident')
    .input(onIncident)
    .output(modelOfIncident),
  resume: route('POST', '/incidents/{id}/model/resume', 'Let a model write of an incident again')
    .input(onIncident)
    .output(modelOfIncident),
  answer: route('POST', '/incidents/{id}/model/answer', 'Say what became of a text of a model')
    .input(
      onIncident.extend({
        runId: z.string().max(30).regex(/^\d+$/, 'is no run'),
        action: modelAction,
        /** The text as a person left it, where they edited it. */
        text: z.string().max(10_000).optional(),
      }),
    )
    .output(modelOfIncident),
};
