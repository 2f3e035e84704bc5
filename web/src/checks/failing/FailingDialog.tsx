import type { FailingGroup } from '@fieldmarshal/contract/localisation/cause';
import { useNames } from '../../catalog/object-api.ts';
import { DeclareDialog } from '../../incidents/DeclareDialog.tsx';
import { LinkGroupDialog } from '../../now/LinkGroupDialog.tsx';
import { useNow } from '../../now/now-api.ts';
import { alertsOfChecks } from '../../signals/signal-api.ts';

export interface Doing {
  what: 'declare' | 'link';
  group: FailingGroup;
}

/** An incident made of a failing group, or one that is open already and takes it; the alerts of its checks go along. */
export function FailingDialog({ doing: { what, group }, onClose }: { doing: Doing; onClose: () => void }) {
  const nameOf = useNames('Check');
  const environmentOf = useNames('Environment');
  const now = useNow();
  const { checks, environment, suspects } = group;
  const [first = ''] = checks;
  const others = checks.length - 1;
  const from = {
    id: group.id,
    title: `${nameOf(first)}${others > 0 ? ` and ${others} more` : ''} failing in ${environmentOf(environment)}`,
    severity: null,
    product: suspects[0]?.kind === 'product' ? suspects[0].name : null,
    environment,
    alerts: async () => alertsOfChecks(environment, checks),
  };
  return what === 'declare' ? (
    <DeclareDialog group={from} onClose={onClose} />
  ) : (
    <LinkGroupDialog group={from} incidents={now.data?.incidents ?? []} onClose={onClose} />
  );
}
