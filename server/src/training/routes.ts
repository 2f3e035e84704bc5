import { api } from '#platform';
import { enrol, signOff, takeBackSignature, takeOffLadder } from './ladder/ladders.ts';
import { listLadders } from './ladder/read-ladders.ts';
import { endDrill, pauseDrill, resumeDrill, setDrillSpeed } from './drills/control-drill.ts';
import { debriefDrill } from './drills/debrief.ts';
import { resolveInDrill, tellInDrill } from './drills/in-the-seat.ts';
import { readLinksOfRoom, readPanelOfRoom } from './drills/graphs.ts';
import { listDrills, listScenarios, readDrill } from './drills/read-drills.ts';
import { startDrill } from './drills/start-drill.ts';

const { knowledge, training } = api;

/** The product API of training: every route is one verb. */
export const trainingRoutes = {
  ladders: training.ladders.handler(({ context }) => listLadders(context.ctx)),
  enrol: training.enrol.handler(({ input, context }) => enrol(context.ctx, input)),
  signOff: training.signOff.handler(({ input, context }) => signOff(context.ctx, input)),
  takeOff: training.takeOff.handler(({ input, context }) => takeOffLadder(context.ctx, input)),
  takeBack: training.takeBack.handler(({ input, context }) => takeBackSignature(context.ctx, input)),
  scenarios: training.scenarios.handler(({ context }) => listScenarios(context.ctx)),
  drills: training.drills.handler(({ input, context }) => listDrills(context.ctx, input)),
  start: training.start.handler(({ input, context }) => startDrill(context.ctx, input)),
  drill: training.drill.handler(({ input, context }) => readDrill(context.ctx, input)),
  pause: training.pause.handler(({ input, context }) => pauseDrill(context.ctx, input)),
  resume: training.resume.handler(({ input, context }) => resumeDrill(context.ctx, input)),
  speed: training.speed.handler(({ input, context }) => setDrillSpeed(context.ctx, input)),
  end: training.end.handler(({ input, context }) => endDrill(context.ctx, input)),
  resolve: training.resolve.handler(({ input, context }) => resolveInDrill(context.ctx, input)),
  message: training.message.handler(({ input, context }) => tellInDrill(context.ctx, input)),
  debrief: training.debrief.handler(({ input, context }) => debriefDrill(context.ctx, input)),
};

/** Graphs of a room, of which those of a drill show another time. */
export const graphRoutes = {
  links: knowledge.links.handler(({ input, context }) => readLinksOfRoom(context.ctx, input)),
  panel: knowledge.panel.handler(({ input, context }) => readPanelOfRoom(context.ctx, input)),
};
