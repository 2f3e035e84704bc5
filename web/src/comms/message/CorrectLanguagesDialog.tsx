import { useState } from 'react';
import { FailureNote } from '../../app/FailureNote.tsx';
import { FormDialog } from '../../app/FormDialog.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { useCommsAct, useMessages, type Communication } from '../comms-api.ts';
import { languageNames } from '../comms-words.ts';
import { correctionsOf, isCorrected, missingIn, wordsOf, type CorrectedWords } from './corrected.ts';
import { WordFields } from './MessageFields.tsx';
import { canRename, NameOnPage } from './NameOnPage.tsx';

interface CorrectProps {
  message: Communication;
  onClose: () => void;
}

/** The words of the corrections of one message that went out in several languages: all are drafted at once, to be approved together. */
export function CorrectLanguagesDialog({ message, onClose }: CorrectProps) {
  const ids = message.inLanguages.map(({ id }) => id);
  const all = useMessages(ids);
  // The one that was pressed on first.
  const sent = (all.data ?? []).toSorted((a, b) => Number(b.id === message.id) - Number(a.id === message.id));
  const [words, setWords] = useState<Readonly<Record<string, CorrectedWords>>>({});
  const save = useCommsAct<unknown>({ inForm: true });
  const messages = correctionsOf(sent, words);
  const languages = sent.filter(({ id }) => messages.some((each) => each.id === id));
  const names = languages.map(({ language }) => languageNames.of(language) ?? language).join(', ');
  return (
    <FormDialog
      title={`Correct ${ids.join(', ')}`}
      verb={names === '' ? 'Draft the corrections' : `Draft the correction in ${names}`}
      onClose={onClose}
      onSubmit={() =>
        save.mutate(
          { path: 'communications/correct', body: { messages }, done: 'The correction is a draft now' },
          { onSuccess: onClose },
        )
      }
      busy={save.isPending}
      missing={all.isSuccess ? missingIn(sent, words) : 'The other languages are still read'}
      error={save.error}
    >
      {all.isPending ? <Loading what="the other languages" /> : null}
      <FailureNote error={all.error} />
      {sent.map((each) => (
        <OneLanguage
          key={each.id}
          message={each}
          words={words[each.id] ?? wordsOf(each)}
          onChange={(own) => setWords({ ...words, [each.id]: own })}
        />
      ))}
    </FormDialog>
  );
}

interface OneLanguageProps {
  message: Communication;
  words: CorrectedWords;
  onChange: (words: CorrectedWords) => void;
}

function OneLanguage({ message, words, onChange }: OneLanguageProps) {
  const name = languageNames.of(message.language) ?? message.language;
  return (
    <fieldset className="ui-card ui-stack">
      <legend>
        <b>{name}</b>{' '}
        <span className="ui-quiet">
          {isCorrected(message, words) ? 'is corrected' : 'as it went: no correction'}
        </span>
      </legend>
      <WordFields form={words} set={(change) => onChange({ ...words, ...change })} />
      {canRename(message) ? (
        <NameOnPage
          message={message}
          value={words.publicTitle}
          onChange={(publicTitle) => onChange({ ...words, publicTitle })}
        />
      ) : null}
    </fieldset>
  );
}
