import type { Cause } from '@fieldmarshal/contract/localisation/cause';
import { useState } from 'react';
import { FailingDialog, type Doing } from '../checks/failing/FailingDialog.tsx';
import { Button } from '../ui/Button.tsx';
import { useFailingGroups } from './cause-api.ts';

/** What can be done about checks that fail together and are no incident yet; says so where they pass again. */
export function GroupAct({ cause }: { cause: Cause }) {
  const failing = useFailingGroups();
  const [what, setWhat] = useState<Doing['what'] | null>(null);
  if (failing.data === undefined || cause.incidentId !== null) return null;
  const group = failing.data.items.find(({ id }) => id === cause.id);
  if (group === undefined) return <p>None of them fails any more.</p>;
  return (
    <div className="ui-row">
      <Button look="primary" onClick={() => setWhat('declare')}>
        Declare an incident
      </Button>
      <Button onClick={() => setWhat('link')}>Link to an open incident</Button>
      {what === null ? null : <FailingDialog doing={{ what, group }} onClose={() => setWhat(null)} />}
    </div>
  );
}
