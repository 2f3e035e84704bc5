export type { Past } from './core/span.ts';
export { readPanel } from './panels/read-panel.ts';
export { readRoomLinks } from './panels/room-links.ts';
export { knowledgeRoutes } from './routes.ts';
export { readRoomRunbooks } from './runbooks/room-runbooks.ts';
