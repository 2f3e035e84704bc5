import { oc } from '@orpc/contract';
import { z } from 'zod';
import { applyResult } from '../catalog/apply.ts';
import { objectName } from '../name.ts';
import * as view from './schema.ts';

const tags = ['relay'];
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
const route = (method: Method, path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags });
const onSite = z.object({ name: objectName });
const nothing = z.object({});
const sequence = z.coerce.number().int().min(1).max(1_000_000_000);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** What is no invitation or no answer is told by the verb, in a sentence. */
const token = z.string().trim().min(1).max(4_000);

/**
 * The HTTP contract of relay; mounted under `/api/v1`. Bytes go beside it: `POST /relay/inbox` takes a file, `GET
 * /relay/bundles/{site}/{direction}/{sequence}/file` gives one; `…/datagrams` gives it for a one-way line, and `POST /relay/datagrams` takes
 * what came over one. `POST /relay/releases?name=…` brings a release, `GET /relay/releases/{sha256}/file` gives one.
 */
export const relayContract = {
  self: route('GET', '/relay', 'Who this installation is among sites').input(nothing).output(view.relaySelf),
  bundles: route('GET', '/relay/bundles', 'Bundles made and taken in here, newest first')
    .input(nothing)
    .output(z.object({ items: z.array(view.bundleView), gaps: z.array(view.gap) })),

  sites: route('GET', '/sites', 'Sites and what is known of them')
    .input(nothing)
    .output(z.object({ items: z.array(view.siteView) })),
  site: route('GET', '/sites/{name}', 'One site').input(onSite).output(view.siteDetail),
  invite: route('POST', '/sites', 'Invite a site; shows invitation and code once')
    .input(
      z.strictObject({
        name: objectName,
        environments: z.array(objectName).min(1).max(50),
        reportEverySeconds: z.number().int().min(60).max(31_536_000).nullable().default(86_400),
      }),
    )
    .output(z.object({ site: z.string(), invitation: z.string(), code: z.string(), endsAt: z.string() })),
  confirm: route('POST', '/sites/{name}/confirm', 'Enrol an invited site by what it answered')
    .input(onSite.extend({ answer: token }))
    .output(view.siteDetail),
  change: route('PUT', '/sites/{name}', 'Say how often a site should report')
    .input(onSite.extend({ reportEverySeconds: z.number().int().min(60).max(31_536_000).nullable() }))
    .output(view.siteDetail),
  revoke: route('POST', '/sites/{name}/revoke', 'Believe nothing that its keys sign from now on')
    .input(onSite)
    .output(view.siteDetail),
  makeDown: route('POST', '/sites/{name}/bundles', 'Make a bundle for a site')
    .input(
      onSite.extend({
        catalog: z.boolean().default(true),
        /** SHA-256 of a release that it takes along. */
        release: sha256.optional(),
      }),
    )
    .output(view.bundleView),
  releases: route('GET', '/relay/releases', 'Releases that bundles can take along, or that came in one')
    .input(nothing)
    .output(z.object({ items: z.array(view.releaseView) })),
  dropRelease: route('DELETE', '/relay/releases/{sha256}', 'Keep a release no longer')
    .input(z.object({ sha256 }))
    .output(nothing),
  incident: route('GET', '/sites/{site}/incidents/{incident}', 'One incident of a site, by both logs')
    .input(view.entryInput.omit({ entry: true }))
    .output(view.siteIncident),
  addEntry: route('POST', '/sites/{site}/incidents/{incident}/entries', 'Write on an incident of a site')
    .input(view.entryInput)
    .output(view.siteIncident),

  message: route(
    'GET',
    '/relay/incidents/{incident}/message',
    'At a site: the smallest message about an incident',
  )
    .input(view.entryInput.pick({ incident: true }))
    .output(z.object({ text: z.string() })),
  takeMessage: route('POST', '/sites/messages', 'Enter a short message of a site, scanned or typed')
    .input(z.strictObject({ text: z.string().trim().min(1).max(400) }))
    .output(view.shortResult),
  heard: route('GET', '/relay/incidents/{incident}', 'At a site: what headquarters wrote on an incident')
    .input(view.entryInput.pick({ incident: true }))
    .output(z.object({ items: z.array(view.siteEntry.omit({ origin: true, hasLeft: true })) })),
  join: route('POST', '/relay/join', 'Become a site: answer an invitation')
    .input(z.strictObject({ invitation: token, code: z.string().trim().min(1).max(100) }))
    .output(z.object({ answer: z.string(), fingerprint: z.string() })),
  rotate: route('POST', '/relay/rotate', 'Sign with a new key, from the bundle after the next on')
    .input(nothing)
    .output(view.relaySelf),
  setLink: route('PUT', '/relay/link', 'How a site calls headquarters by itself')
    .input(view.linkInput)
    .output(view.relaySelf),
  callNow: route(
    'POST',
    '/relay/link/calls',
    'Call headquarters now: bring what may leave, fetch what is there',
  )
    .input(nothing)
    .output(view.relaySelf),
  diode: route('GET', '/relay/diode', 'One-way lines: what goes out, what comes in, what to ask for')
    .input(nothing)
    .output(view.diodeView),
  send: route(
    'POST',
    '/relay/diode/sendings',
    'Send bundles, or parts of them, over the one-way line once more',
  )
    .input(view.sendInput)
    .output(view.diodeView),
  prepare: route('POST', '/relay/prepared', 'Gather what is new and show what would leave')
    .input(nothing)
    .output(view.preparedBundle),
  prepared: route('GET', '/relay/prepared', 'What waits for approval')
    .input(nothing)
    .output(z.object({ prepared: view.preparedBundle.nullable() })),
  approve: route('POST', '/relay/prepared/approve', 'Let exactly this bundle leave')
    .input(z.strictObject({ hash: z.string().regex(/^[0-9a-f]{64}$/) }))
    .output(view.bundleView),
  discard: route('DELETE', '/relay/prepared', 'Let it not leave; what is in it stays new')
    .input(nothing)
    .output(nothing),
  difference: route('GET', '/relay/received/{sequence}', 'What a received bundle would change')
    .input(z.object({ sequence }))
    .output(
      z.object({ bundle: view.bundleView, difference: applyResult.nullable(), faults: z.array(z.string()) }),
    ),
  apply: route('POST', '/relay/received/{sequence}/apply', 'Apply a received bundle')
    .input(z.object({ sequence }))
    .output(view.bundleView),
};
