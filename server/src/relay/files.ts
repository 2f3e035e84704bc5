/** What the command does with files of bundles, without a server. */
export { decrypted } from './bundle/encryption.ts';
export { inspectBundle } from './bundle/inspect.ts';
export { cutIntoParts } from './bundle/parts.ts';
export { readRanges } from './core/gaps.ts';
