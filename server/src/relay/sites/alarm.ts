import { baseUrl } from '#identity';
import type { Env } from '#platform';
import type { OwnAlert } from '#signals';

interface Turned {
  readonly name: string;
  readonly environments: readonly string[];
  readonly isOverdue: boolean;
  /** When it was heard of last. */
  readonly since: Date;
}

/** The alert of a site that should have reported: an alert like any other, of its environment, routed and grouped as the catalog says. */
export function overdueAlarm(env: Env, { name, environments, isOverdue, since }: Turned): OwnAlert {
  const [environment] = environments;
  return {
    action: isOverdue ? 'fire' : 'resolve',
    key: `site ${name}`,
    title: `Nothing has come from the site ${name}`,
    labels: {
      alertname: 'SiteOverdue',
      site: name,
      severity: 'warning',
      ...(environment === undefined ? {} : { environment }),
    },
    annotations: {
      description: isOverdue
        ? `The last bundle came ${since.toISOString()}. What is shown of it is the last that is known, and it may have changed since.`
        : 'A bundle has come, or none is awaited any more.',
    },
    link: `${baseUrl(env.config)}/envs/${name}`,
  };
}
