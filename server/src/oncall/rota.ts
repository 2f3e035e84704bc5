/** What tools beside the server need to ask the product's own schedule code; pure, and reads nothing. */
export type { ScheduleRules } from './core/rotation.ts';
export { onCallAt, shifts } from './core/shifts.ts';
export { zoneOf } from '@fieldmarshal/contract/time';
