import type { HandoverSummary } from '@fieldmarshal/contract/oncall/handover';
import { HealthGlyph } from '../ui/HealthGlyph.tsx';
import { Pill } from '../ui/Pill.tsx';
import { Time } from '../ui/Time.tsx';

const words: { readonly [S in HandoverSummary['status']]: string } = {
  prepared: 'prepared',
  offered: 'not signed yet',
  signed: 'signed, not accepted yet',
  accepted: 'accepted',
  escalated: 'overdue',
  void: 'void',
};

/** Where a handover stands; overdue is the only one that is not well. */
export function HandoverState({ handover }: { handover: HandoverSummary }) {
  const { status, late, limitAt } = handover;
  return (
    <span className="ui-row">
      {status === 'escalated' ? (
        <HealthGlyph health="failing" label="overdue: nobody has accepted it" />
      ) : (
        <Pill draft={status === 'prepared'}>{words[status]}</Pill>
      )}
      {late ? <Pill>made late</Pill> : null}
      {limitAt !== null && (status === 'offered' || status === 'signed') ? (
        <span className="ui-quiet">
          time to accept <Time at={limitAt} show="countdown" focusable={false} />
        </span>
      ) : null}
    </span>
  );
}

export function namesOf(people: HandoverSummary['outgoing']): string {
  return people.map(({ displayName }) => displayName).join(', ');
}
