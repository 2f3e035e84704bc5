import { api, type Ctx } from '#platform';
import { sendOverDiode } from './diode/queue.ts';
import { readDiode } from './diode/read-diode.ts';
import { makeDown } from './down/make-down.ts';
import { changeSite, confirmSite, inviteSite, joinAsSite, revokeSite, rotateKey } from './enrol/enrol.ts';
import { addEntry } from './entries/add-entry.ts';
import { readHeard } from './entries/read-heard.ts';
import { readSiteIncident } from './entries/read-incident.ts';
import { applyReceived, readDifference } from './inbox/take-down.ts';
import { callNow, setLink } from './link/set-link.ts';
import { dropRelease, listReleases } from './release/keep-release.ts';
import { readBundles, readSelf } from './self/read-self.ts';
import { readShortMessage } from './short/read-short.ts';
import { takeShort } from './short/take-short.ts';
import { listSites, readSite } from './sites/read-sites.ts';
import { approvePrepared, discardPrepared, prepareBundle, readPrepared } from './up/prepare.ts';

const { relay } = api;

/** The contract's handlers; each calls one verb. */
export const relayRoutes = relay.router({
  self: relay.self.handler(async ({ context }) => readSelf(context.ctx)),
  bundles: relay.bundles.handler(async ({ context }) => readBundles(context.ctx)),
  sites: relay.sites.handler(async ({ context }) => listSites(context.ctx)),
  site: relay.site.handler(async ({ input, context }) => readSite(context.ctx, input)),
  invite: relay.invite.handler(async ({ input, context }) => inviteSite(context.ctx, input)),
  confirm: relay.confirm.handler(async ({ input, context }) => then(context.ctx, input, confirmSite)),
  change: relay.change.handler(async ({ input, context }) => then(context.ctx, input, changeSite)),
  revoke: relay.revoke.handler(async ({ input, context }) => then(context.ctx, input, revokeSite)),
  makeDown: relay.makeDown.handler(async ({ input, context }) => makeDown(context.ctx, input)),
  releases: relay.releases.handler(async ({ context }) => listReleases(context.ctx)),
  dropRelease: relay.dropRelease.handler(async ({ input, context }) => dropRelease(context.ctx, input)),
  incident: relay.incident.handler(async ({ input, context }) => readSiteIncident(context.ctx, input)),
  addEntry: relay.addEntry.handler(async ({ input, context }) => addEntry(context.ctx, input)),
  message: relay.message.handler(async ({ input, context }) => readShortMessage(context.ctx, input)),
  takeMessage: relay.takeMessage.handler(async ({ input, context }) => takeShort(context.ctx, input)),
  heard: relay.heard.handler(async ({ input, context }) => readHeard(context.ctx, input)),
  join: relay.join.handler(async ({ input, context }) => joinAsSite(context.ctx, input)),
  rotate: relay.rotate.handler(async ({ context }) => {
    await rotateKey(context.ctx);
    return readSelf(context.ctx);
  }),
  setLink: relay.setLink.handler(async ({ input, context }) => {
    await setLink(context.ctx, input);
    return readSelf(context.ctx);
  }),
  callNow: relay.callNow.handler(async ({ context }) => {
    await callNow(context.ctx);
    return readSelf(context.ctx);
  }),
  diode: relay.diode.handler(async ({ context }) => readDiode(context.ctx)),
  send: relay.send.handler(async ({ input, context }) => {
    await sendOverDiode(context.ctx, input);
    return readDiode(context.ctx);
  }),
  prepare: relay.prepare.handler(async ({ context }) => prepareBundle(context.ctx)),
  prepared: relay.prepared.handler(async ({ context }) => readPrepared(context.ctx)),
  approve: relay.approve.handler(async ({ input, context }) => approvePrepared(context.ctx, input)),
  discard: relay.discard.handler(async ({ context }) => discardPrepared(context.ctx)),
  difference: relay.difference.handler(async ({ input, context }) => readDifference(context.ctx, input)),
  apply: relay.apply.handler(async ({ input, context }) => applyReceived(context.ctx, input)),
});

async function then<T extends { readonly name: string }>(
  ctx: Ctx,
  input: T,
  verb: (ctx: Ctx, input: T) => Promise<void>,
) {
  await verb(ctx, input);
  return readSite(ctx, input);
}
