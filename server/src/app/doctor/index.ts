/** What `fieldmarshal doctor` uses; starts no server. */
export { readConfig } from '#platform';
export { examine, type Finding } from './doctor.ts';
