import type { ModelOfIncident, WrittenText } from '@fieldmarshal/contract/assist';
import { Button } from '../../ui/Button.tsx';
import { useModelAct } from './model-api.ts';

interface ModelBarProps {
  readonly id: string;
  readonly model: ModelOfIncident;
  /** Whether the text by rules alone is shown although a model wrote one. */
  readonly rulesOnly: boolean;
  readonly onRulesOnly: (rulesOnly: boolean) => void;
}

/** Under a summary in which a model has a part: which text is shown, what it is worth, and an end to it. */
export function ModelBar({ id, model: { written, isOff }, rulesOnly, onRulesOnly }: ModelBarProps) {
  const act = useModelAct(id);
  if (isOff)
    return (
      <div className="ui-row ui-no-print">
        <span className="ui-quiet ui-small">No model writes of this incident: somebody stopped it.</span>
        <Button
          look="plain"
          busy={act.isPending}
          onClick={() => act.mutate({ verb: 'resume', body: {}, done: 'A model may write here again' })}
        >
          Let it write again
        </Button>
      </div>
    );
  if (written === null) return null;
  return (
    <div className="ui-row ui-no-print">
      <Button look="plain" aria-pressed={rulesOnly} onClick={() => onRulesOnly(!rulesOnly)}>
        {rulesOnly ? 'With the model' : 'By rules only'}
      </Button>
      <Verdict id={id} written={written} />
      <Button
        look="plain"
        busy={act.isPending}
        onClick={() =>
          act.mutate({ verb: 'stop', body: {}, done: 'No model writes of this incident any more' })
        }
      >
        Stop the model here
      </Button>
    </div>
  );
}

/** What a text of a model is worth, by people's word. */
export function Verdict({ id, written: { runId, action } }: { id: string; written: WrittenText }) {
  const act = useModelAct(id);
  // While more of it arrives there is nothing yet to say of it.
  if (runId === '') return <span className="ui-quiet ui-small">More is being written.</span>;
  const answer = (what: 'accepted' | 'dismissed', done: string): void =>
    act.mutate({ verb: 'answer', body: { runId, action: what }, done });
  return (
    <>
      <Button
        look="plain"
        aria-pressed={action === 'accepted'}
        busy={act.isPending}
        onClick={() => answer('accepted', 'Noted: it helped')}
      >
        This helps
      </Button>
      <Button
        look="plain"
        busy={act.isPending}
        onClick={() => answer('dismissed', 'The text by rules is shown again')}
      >
        Not right
      </Button>
    </>
  );
}
