import type { Factor, Incident } from '@fieldmarshal/contract/incidents/room';
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Pill } from '../../ui/Pill.tsx';
import { useAct } from '../incident-api.ts';
import { Panel } from '../room/Panel.tsx';
import { FactorDialog } from './FactorDialog.tsx';
import { factorWords } from './review-words.ts';

/** Why it could happen, was seen late, or took so long: conditions, never people. */
export function FactorSection({ incident }: { incident: Incident }) {
  const [open, setOpen] = useState<Factor | 'new' | null>(null);
  const act = useAct(incident.id);
  const { factors } = incident.review;
  return (
    <Panel title="Contributing factors" count={String(factors.length)}>
      {factors.length === 0 ? (
        <Empty>No factor yet. What set it off, made it possible, hid it, or slowed its end?</Empty>
      ) : null}
      <ul className="review-list">
        {factors.map((factor) => (
          <li key={factor.factor}>
            <div>
              <Pill>{factorWords[factor.kind]}</Pill> <span className="ui-mono">{factor.factor}</span>{' '}
              {factor.text}{' '}
              {factor.entries.length === 0 ? null : (
                <span className="ui-quiet">[{factor.entries.join(', ')}]</span>
              )}
            </div>
            <div className="ui-row ui-no-print">
              <Button
                look="plain"
                aria-label={`Change factor ${factor.factor}`}
                onClick={() => setOpen(factor)}
              >
                Change
              </Button>
              <Button
                look="plain"
                aria-label={`Remove factor ${factor.factor}`}
                onClick={() =>
                  act.mutate({ path: `factors/${factor.factor}/remove`, done: `Removed ${factor.factor}` })
                }
              >
                Remove
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <div className="ui-no-print">
        <Button onClick={() => setOpen('new')}>Add a factor</Button>
      </div>
      {open === null ? null : (
        <FactorDialog
          incident={incident}
          factor={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
        />
      )}
    </Panel>
  );
}
