/** What `fieldmarshal doctor` uses; starts no server. */
export { configurationReference, readConfig, unknownVariables } from '#platform';
export { examine, type Finding } from './doctor.ts';
