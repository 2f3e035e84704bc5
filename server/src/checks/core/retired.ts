import { checkSpec } from '@fieldmarshal/contract/checks';

/** Stands in for the spec of a check that is gone from the catalog, where only the key of its alert matters. */
export const retiredSpec = checkSpec.parse({ probe: { type: 'tcp', host: 'gone', port: 1 } });
