import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ladderContract } from './ladder.ts';
import {
  debriefInput,
  drillDetail,
  drillId,
  drillMessageInput,
  drillPage,
  scenarioList,
  speedInput,
  startDrillInput,
} from './schema.ts';

const route = (method: 'GET' | 'POST' | 'PUT', path: `/${string}`, summary: string) =>
  oc.route({ method, path, summary, tags: ['training'] });
const onDrill = z.object({ id: drillId });

/** The HTTP contract of training; mounted under `/api/v1`. */
export const trainingContract = {
  ...ladderContract,
  scenarios: route('GET', '/scenarios', 'Written incidents to practise on')
    .input(z.object({}))
    .output(scenarioList),
  drills: route('GET', '/drills', 'Drills, the newest first')
    .input(
      z.object({
        state: z.enum(['open', 'ended', 'all']).default('all'),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    )
    .output(drillPage),
  start: route('POST', '/drills', 'Start a drill: a room, a seat, a script')
    .input(startDrillInput)
    .output(drillDetail),
  drill: route('GET', '/drills/{id}', 'How a drill stands, and its debrief once it is over')
    .input(onDrill)
    .output(drillDetail),
  pause: route('POST', '/drills/{id}/pause', 'Hold a drill').input(onDrill).output(drillDetail),
  resume: route('POST', '/drills/{id}/resume', 'Go on with a drill')
    .input(onDrill.extend({ override: z.string().trim().min(1).max(500).optional() }))
    .output(drillDetail),
  speed: route('PUT', '/drills/{id}/speed', 'Change how fast scenario time passes')
    .input(speedInput)
    .output(drillDetail),
  end: route('POST', '/drills/{id}/end', 'End a drill before it is resolved')
    .input(onDrill)
    .output(drillDetail),
  resolve: route('POST', '/drills/{id}/resolve', 'Resolve the room of a drill, as who leads in it')
    .input(onDrill.extend({ summary: z.string().trim().min(1).max(4_000) }))
    .output(drillDetail),
  message: route('POST', '/drills/{id}/messages', 'Tell people outside, in the drill only: nothing leaves')
    .input(drillMessageInput)
    .output(drillDetail),
  debrief: route('PUT', '/drills/{id}/debrief', 'What went well, and what to practise, as one saw it oneself')
    .input(debriefInput)
    .output(drillDetail),
};
