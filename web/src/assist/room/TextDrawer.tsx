import type { ModelFeature } from '@fieldmarshal/contract/assist';
import type { Incident } from '@fieldmarshal/contract/incidents/room';
import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { CopyButton } from '../../ui/CodeBlock.tsx';
import { Drawer } from '../../ui/Dialog.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { useText } from './assist-api.ts';
import { Lines, type ShownLine } from './Lines.tsx';
import { noteTaken, useModelText } from './model-api.ts';
import { OwnWords } from './OwnWords.tsx';
import { byWhom, plainText, sentencesIn, textWords } from './text-words.ts';
import { TextModel } from './TextModel.tsx';

interface TextDrawerProps {
  readonly incident: Incident;
  readonly feature: ModelFeature;
  readonly onClose: () => void;
}

/** One of the texts about an incident: by rules at once, with the sentences of a model where somebody asked for them. */
export function TextDrawer({ incident: { id, title }, feature, onClose }: TextDrawerProps) {
  const rules = useText(id, feature);
  const model = useModelText(id, feature);
  const [rulesOnly, setRulesOnly] = useState(false);
  const written = rulesOnly ? null : (model.data?.written ?? null);
  const lines: readonly ShownLine[] = written?.lines ?? rules.data?.lines ?? [];
  const sections = rules.data?.sections ?? [];
  const text = plainText(`${textWords[feature]}: ${id} ${title}`, sections, lines);
  return (
    <Drawer open onClose={onClose} title={`${textWords[feature]}: ${id}`}>
      <div className="ui-stack">
        {rules.isPending ? <Loading what="the text" /> : null}
        <FailureNote error={rules.error} />
        {rules.data === undefined ? null : (
          <>
            <div className="ui-row">
              <span className="ui-quiet ui-small">{byWhom(rules.data.asOf, written)}</span>
              <span className="screen-gap" />
              <CopyButton
                label={`Copy: ${textWords[feature]}`}
                text={text}
                onCopied={() => noteTaken(id, written)}
              />
            </div>
            {sections.length === 0 ? <Lines id={id} lines={lines} /> : null}
            {sections.map((section) => (
              <Section
                key={section.id}
                id={id}
                title={section.title}
                lines={lines.filter((line) => line.section === section.id)}
              />
            ))}
          </>
        )}
        {rules.data === undefined ? null : (
          <OwnWords
            text={text}
            label={`My words: ${textWords[feature].toLowerCase()}`}
            onCopied={(own) => noteTaken(id, written, sentencesIn(own, sections))}
          />
        )}
        {model.data === undefined ? null : (
          <TextModel {...{ id, feature, rulesOnly }} model={model.data} onRulesOnly={setRulesOnly} />
        )}
      </div>
    </Drawer>
  );
}

function Section({ id, title, lines }: { id: string; title: string; lines: readonly ShownLine[] }) {
  return (
    <section className="assist-section" aria-label={title}>
      <h3>{title}</h3>
      {lines.length === 0 ? <p className="ui-quiet">Nothing in the log.</p> : <Lines id={id} lines={lines} />}
    </section>
  );
}
