import { baseUrl } from '#identity';
import type { Env } from '#platform';
import type { OwnAlert } from '#signals';
import type { StoredRunner } from '../store/runner-store.ts';
import { runnerCalled } from './runner-called.ts';

type Trouble = Exclude<StoredRunner['state'], 'new' | 'ok'>;

const words: Readonly<Record<Trouble, { readonly title: string; readonly severity: string }>> = {
  silent: { title: 'is silent: its checks are not run', severity: 'warning' },
  late: { title: 'begins its runs late', severity: 'info' },
  overloaded: { title: 'is overloaded', severity: 'info' },
};

type Concerned = Pick<StoredRunner, 'id' | 'name' | 'place' | 'owner' | 'embedded'>;

/**
 * The alert of a runner that is not well: one like any other, with the team that keeps it and no product, so that no product team is paged
 * for it. That the one inside the server is short of its machine is the server's own trouble and told to its owner only.
 */
export function runnerAlarm(env: Env, runner: Concerned, { state, detail }: Turned): OwnAlert[] {
  const { id, name, place, owner, embedded } = runner;
  const trouble = state === 'ok' || state === 'new' || (embedded && state !== 'silent') ? null : state;
  const said = words[trouble ?? 'silent'];
  return [
    {
      action: trouble === null ? 'resolve' : 'fire',
      key: `runner ${id}`,
      title: `${runnerCalled(runner)} ${said.title}`,
      labels: {
        alertname: 'RunnerTrouble',
        runner: name,
        place,
        trouble: trouble ?? 'none',
        severity: said.severity,
        ...(owner === null ? {} : { team: owner }),
      },
      annotations: { description: detail },
      link: `${baseUrl(env.config)}/runners`,
    },
  ];
}

/** The alert that a token came with another key; `detail` null ends it. As every alert of a runner it names no product. */
export function keyAlarm(env: Env, runner: Omit<Concerned, 'embedded'>, detail: string | null): OwnAlert[] {
  const { id, name, place, owner } = runner;
  return [
    {
      action: detail === null ? 'resolve' : 'fire',
      key: `runner key ${id}`,
      title: `${runnerCalled(runner)} came with another key`,
      labels: {
        alertname: 'RunnerTrouble',
        runner: name,
        place,
        trouble: detail === null ? 'none' : 'other-key',
        severity: 'warning',
        ...(owner === null ? {} : { team: owner }),
      },
      annotations: { description: detail ?? 'Somebody has decided about it.' },
      link: `${baseUrl(env.config)}/runners`,
    },
  ];
}

interface Turned {
  readonly state: StoredRunner['state'];
  readonly detail: string;
}
