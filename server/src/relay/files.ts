/** What the command does with files of bundles, without a server. */
export { decrypted } from './bundle/encryption.ts';
export { inspectBundle } from './bundle/inspect.ts';
export { cutIntoParts } from './bundle/parts.ts';
export { BundleRefusal } from './core/refusal.ts';
export { framed, unframed } from './core/diode/framing.ts';
export { readRequest } from './core/diode/request.ts';
export { readRanges } from './core/gaps.ts';
export { listenAt, readAddress, sendPaced } from './diode/udp.ts';
