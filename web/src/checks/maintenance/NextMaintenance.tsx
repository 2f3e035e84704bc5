import type { CheckDetail } from '@fieldmarshal/contract/checks/view';
import { usePlannedWork, useSilences } from '../../signals/signal-api.ts';
import { useClock } from '../../ui/clock.ts';
import { Time } from '../../ui/Time.tsx';
import { nextMaintenance } from './next-maintenance.ts';

interface Props {
  check: Pick<CheckDetail, 'name' | 'products'>;
  environment: string;
}

/** When this check will be, or is, in maintenance, so that nobody is surprised by its silence. */
export function NextMaintenance({ check, environment }: Props) {
  const planned = usePlannedWork();
  const windows = useSilences('maintenance-windows');
  const now = useClock((ms) => Math.floor(ms / 60_000) * 60_000);
  const next = nextMaintenance(
    { check: check.name, products: check.products, environment },
    { planned: planned.data?.items ?? [], windows: windows.data?.items ?? [] },
  );
  if (next === null) return null;
  const isOn = Date.parse(next.startsAt) <= now;
  return (
    <p className="ui-quiet">
      {isOn ? 'in maintenance' : 'maintenance'} ({next.title}){' '}
      {isOn ? null : (
        <>
          from <Time at={next.startsAt} show="moment" />{' '}
        </>
      )}
      until <Time at={next.endsAt} show="moment" />: it runs, and pages nobody then
    </p>
  );
}
