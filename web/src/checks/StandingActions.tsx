import type { Cell, CheckDetail } from '@fieldmarshal/contract/checks/view';
import { useState } from 'react';
import { DeclareDialog } from '../incidents/DeclareDialog.tsx';
import { LinkGroupDialog } from '../now/LinkGroupDialog.tsx';
import { useNow } from '../now/now-api.ts';
import { alertsOfChecks } from '../signals/signal-api.ts';
import { SilenceDialog } from '../signals/SilenceDialogs.tsx';
import { Button } from '../ui/Button.tsx';

interface StandingActionsProps {
  cell: Cell;
  check: CheckDetail;
}

/** What to do about a check in an environment: an incident of it, where it fails and has none; quiet, whatever its state. */
export function StandingActions({ cell, check }: StandingActionsProps) {
  const [doing, setDoing] = useState<'declare' | 'link' | 'silence' | null>(null);
  const close = () => setDoing(null);
  const { environment } = cell;
  const from = {
    id: `${environment} ${check.name}`,
    title: `${check.displayName} fails in ${environment}`,
    severity: null,
    product: check.products.length === 1 ? (check.products[0] ?? null) : null,
    environment,
    alerts: async () => alertsOfChecks(environment, [check.name]),
  };
  return (
    <>
      {cell.state === 'failing' && cell.incidentId === null ? (
        <>
          <Button onClick={() => setDoing('declare')}>Declare</Button>
          <Button onClick={() => setDoing('link')}>Link to an incident</Button>
        </>
      ) : null}
      <Button onClick={() => setDoing('silence')}>Silence</Button>
      {doing === 'declare' ? <DeclareDialog group={from} onClose={close} /> : null}
      {doing === 'link' ? <LinkToOpen group={from} onClose={close} /> : null}
      {doing === 'silence' ? (
        <SilenceDialog matchers={[`check="${check.name}"`, `environment="${environment}"`]} onClose={close} />
      ) : null}
    </>
  );
}

function LinkToOpen(props: Pick<Parameters<typeof LinkGroupDialog>[0], 'group' | 'onClose'>) {
  const now = useNow();
  return <LinkGroupDialog {...props} incidents={now.data?.incidents ?? []} />;
}
