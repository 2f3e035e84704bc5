import { serverKey } from '#delivery';
import type { Env } from '#platform';
import { statusFiles, type StatusFile } from '../../core/status/files.ts';
import { publicOnly, statusView } from '../../core/status/view.ts';
import type { KnownLink } from '../link-store.ts';
import { loadBoard } from '../load-board.ts';
import { viewFiles } from '../private-view.ts';

/** Everything a copy elsewhere holds, by path below `/status`; private views only where the operator wants them there. */
export async function copyFiles(env: Env): Promise<Map<string, StatusFile>> {
  const board = await loadBoard(env);
  const files = statusFiles(statusView(publicOnly(board.facts)));
  if (!env.config.statusPushPrivate) return files;
  for (const link of board.links.values()) {
    const name = await copyNameOf(env, link);
    const view = viewFiles({ ...board, link, root: `/status/v/${name}`, now: env.clock.now() });
    for (const [path, file] of view ?? []) files.set(path === '' ? `v/${name}` : `v/${name}/${path}`, file);
  }
  return files;
}

/** The last part of a private view's address in the copy: nobody guesses it, and nothing stored tells it. */
export async function copyNameOf(env: Env, { id }: Pick<KnownLink, 'id'>): Promise<string> {
  const key = await serverKey(env);
  return key.derived('status-copy', id).toString('hex').slice(0, 40);
}
