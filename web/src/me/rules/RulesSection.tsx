import type { OwnRules } from '@fieldmarshal/contract/oncall/own-rules';
import { useState } from 'react';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { showToast } from '../../ui/toast.ts';
import { Plan } from './Plan.tsx';
import { RulesDialog } from './RulesDialog.tsx';
import { useChooseRules, useOwnRules } from './rules-api.ts';
import './rules.css';

/** Which way rings me when: what holds now, in words, and changing it. */
export function RulesSection() {
  const own = useOwnRules();
  const [isOpen, setOpen] = useState(false);
  return (
    <section className="ui-card ui-stack" aria-label="What rings me, and when">
      <h2>What rings me, and when</h2>
      {own.isPending ? <Loading what="your rules" /> : null}
      {own.isError ? <ErrorNote onRetry={() => void own.refetch()}>{sentenceOf(own.error)}</ErrorNote> : null}
      {own.data === undefined ? null : (
        <>
          <p className="ui-quiet">{fromWords[own.data.from]} Minutes count from the beginning of a step.</p>
          <Plan of={own.data} />
          <div className="ui-row">
            <Button onClick={() => setOpen(true)}>Change when what rings</Button>
            {own.data.from === 'own' ? <TakeBack own={own.data} /> : null}
          </div>
          {isOpen ? <RulesDialog own={own.data} onClose={() => setOpen(false)} /> : null}
        </>
      )}
    </section>
  );
}

const fromWords: Readonly<Record<OwnRules['from'], string>> = {
  own: 'As you chose it.',
  catalog: 'As the catalog says. What you choose here takes its place.',
  usual: 'The usual rules: you have not chosen others.',
};

function TakeBack({ own: { ofCatalog } }: { own: OwnRules }) {
  const choose = useChooseRules();
  const isUsual = ofCatalog.notificationRules.length === 0 && ofCatalog.quietHours === null;
  return (
    <Button
      look="plain"
      busy={choose.isPending}
      onClick={() =>
        choose.mutate(null, {
          onSuccess: () => showToast({ text: 'Your choice is taken back.' }),
          onError: (error) => showToast({ text: sentenceOf(error) }),
        })
      }
    >
      {isUsual ? 'Back to the usual' : 'Back to what the catalog says'}
    </Button>
  );
}
