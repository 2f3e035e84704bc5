import { api } from '#platform';
import { listNotices } from '../watch/notices.ts';
import { readPicture } from './picture.ts';
import { readStrips } from './strips.ts';

export const nowRoutes = {
  strips: api.now.strips.handler(async ({ context }) => readStrips(context.ctx)),
  picture: api.now.picture.handler(async ({ context }) => readPicture(context.ctx)),
  notices: api.now.notices.handler(async ({ context }) => listNotices(context.ctx)),
};
