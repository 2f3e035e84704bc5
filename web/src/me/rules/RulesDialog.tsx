import type { OwnRules } from '@fieldmarshal/contract/oncall/own-rules';
import { useId, useState } from 'react';
import { FormDialog } from '../../app/FormDialog.tsx';
import { RequestError } from '../../app/http.ts';
import { FaultsContext } from '../../catalog/editor/faults.ts';
import { usePreview } from '../../catalog/editor/preview.ts';
import { liveKey } from '../../app/live.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { viewerZone } from '../../ui/clock.ts';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { showToast } from '../../ui/toast.ts';
import { Plan } from './Plan.tsx';
import { QuietFields } from './QuietFields.tsx';
import { RuleList } from './RuleList.tsx';
import { useChooseRules } from './rules-api.ts';
import { missingInRules, rulesForm, rulesOf } from './rules-form.ts';
import '../../catalog/editor/editor.css';

/** Chooses rules and quiet hours, with what they would mean below. */
export function RulesDialog({ own, onClose }: { own: OwnRules; onClose: () => void }) {
  const [form, setForm] = useState(() => rulesForm(own.rules, viewerZone()));
  const choose = useChooseRules();
  const meaningId = useId();
  const missing = missingInRules(form);
  const rules = rulesOf(form);
  const preview = usePreview<OwnRules>({
    queryKey: liveKey(['contacts'], 'draft-rules'),
    path: 'me/notification-rules/preview',
    body: missing.length > 0 ? null : rules,
  });
  const refused = choose.error instanceof RequestError ? choose.error.faults : [];
  const faults = [...missing, ...preview.faults, ...refused];
  const submit = () => {
    choose.mutate(rules, {
      onSuccess: () => {
        showToast({ text: 'Pages ring you so from now on.' });
        onClose();
      },
    });
  };
  return (
    <FormDialog
      size="wide"
      title="What rings me, and when"
      verb="Save"
      onClose={onClose}
      onSubmit={submit}
      busy={choose.isPending}
      missing={missing[0]?.message}
    >
      <FaultsContext value={faults}>
        <div className="ui-stack editor">
          <RuleList
            rules={form.rules}
            ways={own.plan[0]?.ways ?? []}
            onChange={(next) => setForm({ ...form, rules: next })}
          />
          <QuietFields
            quiet={form.quiet}
            ways={own.plan[0]?.ways ?? []}
            onChange={(part) => setForm({ ...form, quiet: { ...form.quiet, ...part } })}
          />
          <section className="ui-stack" aria-labelledby={meaningId} aria-busy={preview.isStale}>
            <h3 id={meaningId}>What that means</h3>
            <Plan of={preview.data ?? own} />
          </section>
          {choose.isError ? <ErrorNote>{sentenceOf(choose.error)}</ErrorNote> : null}
        </div>
      </FaultsContext>
    </FormDialog>
  );
}
