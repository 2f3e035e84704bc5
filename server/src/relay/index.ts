export { startDiode } from './diode/listen.ts';
export { siteEnrolled } from './facts.ts';
export { relayHandlers } from './jobs.ts';
export { checkPolicy } from './policy/read-policy.ts';
export { relayPlugin } from './plugin.ts';
import { sealedInvitations } from './enrol/enrol.ts';
import { sealedSelf } from './self/own.ts';

/** What of sites is sealed. */
export const sealedRelay = [sealedSelf, sealedInvitations];
export { relayRoutes } from './routes.ts';
export { openAtSites } from './sites/read-sites.ts';
