import { useQuery } from '@tanstack/react-query';
import { readBoot } from '../app/boot.ts';
import { getJson } from '../app/http.ts';
import { liveKey } from '../app/live.ts';
import { Button } from '../ui/Button.tsx';
import { useCommsAct } from './comms-api.ts';

interface Followers {
  items: { person: string; name: string; everyMinutes: number }[];
}

/** Who hears of an incident without working on it; whoever looks may join them or leave. */
export function FollowLine({ incident }: { incident: string }) {
  const me = readBoot().me?.person ?? null;
  const followers = useQuery({
    queryKey: liveKey([`followers:${incident}`], 'followers', incident),
    queryFn: async ({ signal }) => getJson<Followers>(`/api/v1/incidents/${incident}/followers`, signal),
  });
  const act = useCommsAct<Followers>();
  const items = followers.data?.items ?? [];
  const follows = items.some(({ person }) => person === me);
  return (
    <div className="ui-row ui-no-print">
      <span className="ui-quiet">
        {items.length === 0
          ? 'Nobody follows it.'
          : `Followed by ${items.map(({ name, everyMinutes }) => `${name} (every ${everyMinutes} min)`).join(', ')}.`}
      </span>
      <Button
        look="plain"
        busy={act.isPending}
        data-tip="A digest every half hour, while something is new"
        onClick={() =>
          act.mutate({
            path: `incidents/${incident}/${follows ? 'unfollow' : 'follow'}`,
            done: follows
              ? 'You hear no more of it'
              : 'You get a digest every half hour, while something is new',
          })
        }
      >
        {follows ? 'Follow no more' : 'Follow'}
      </Button>
    </div>
  );
}
