export { knowledgeRoutes } from './routes.ts';
export { readRoomRunbooks } from './runbooks/room-runbooks.ts';
