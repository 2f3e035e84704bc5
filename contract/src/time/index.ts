export { dayMs, zoneOf, type Zone } from './zone.ts';
export { windows } from './windows.ts';
export { nextWork, workTimeText, workWindows } from './work-times.ts';
