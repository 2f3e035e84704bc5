import { api } from '#platform';
import { readPicture } from './picture.ts';
import { readStrips } from './strips.ts';

export const nowRoutes = {
  strips: api.now.strips.handler(async ({ context }) => readStrips(context.ctx)),
  picture: api.now.picture.handler(async ({ context }) => readPicture(context.ctx)),
};
