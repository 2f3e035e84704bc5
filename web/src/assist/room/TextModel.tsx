import type { ModelFeature, ModelOfIncident } from '@fieldmarshal/contract/assist';
import { Button } from '../../ui/Button.tsx';
import { Verdict } from './ModelBar.tsx';
import { useModelAct } from './model-api.ts';

interface TextModelProps {
  readonly id: string;
  readonly feature: ModelFeature;
  readonly after?: number;
  readonly model: ModelOfIncident;
  readonly rulesOnly: boolean;
  readonly onRulesOnly: (rulesOnly: boolean) => void;
}

const hindranceWords: Readonly<Record<string, string>> = {
  'feature-off': 'No model writes this text: an administrator switched it off.',
  'incident-off': 'No model writes of this incident: somebody stopped it.',
  private: 'Nothing of this incident may be given to a model.',
  'day-cap': 'No model is asked any more: the tokens of this day are spent.',
  'incident-cap': 'No model is asked any more: the tokens of this incident are spent.',
};

/** Under a text that a model writes only when somebody asks: the asking, what came of it, and what it is worth. Nothing where no model is. */
export function TextModel({ id, feature, after = 0, model, rulesOnly, onRulesOnly }: TextModelProps) {
  const act = useModelAct(id);
  const { mode, hindrance, written, asked, last } = model;
  if (mode === 'off') return null;
  return (
    <div className="ui-row ui-no-print">
      {written === null ? null : (
        <>
          <Button look="plain" aria-pressed={rulesOnly} onClick={() => onRulesOnly(!rulesOnly)}>
            {rulesOnly ? 'With the model' : 'By rules only'}
          </Button>
          <Verdict id={id} written={written} />
        </>
      )}
      {hindrance === null && !asked ? (
        <Button
          look="plain"
          busy={act.isPending}
          onClick={() => act.mutate({ verb: 'write', body: { feature, after }, done: 'A model was asked' })}
        >
          {written === null ? 'Have a model write it' : 'Write it anew'}
        </Button>
      ) : null}
      <span className="ui-quiet ui-small" role="status">
        {[
          hindrance === null ? '' : (hindranceWords[hindrance] ?? ''),
          asked ? 'A model is writing. Sentences appear as they are verified.' : '',
          !asked && written === null && last?.origin === 'rules'
            ? `Nothing of a model could be shown the last time. ${last.reason}`
            : '',
          mode === 'shadow' ? 'In shadow: what a model writes is compared, and shown in Admin only.' : '',
        ]
          .filter((sentence) => sentence !== '')
          .join(' ')}
      </span>
    </div>
  );
}
