import { handle, type Handler } from '#platform';
import { remindOfActions, remindTask } from './actions/remind.ts';

export { tellActionOwner } from './actions/tell-owner.ts';

export const insightsHandlers: readonly Handler[] = [handle(remindTask, remindOfActions)];
