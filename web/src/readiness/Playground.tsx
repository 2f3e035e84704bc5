import type { ReadinessPreview } from '@fieldmarshal/contract/readiness';
import type { DraftPreview } from '../catalog/editor/preview.ts';
import { FailureNote } from '../app/FailureNote.tsx';
import { useNames, useObjectOptions } from '../catalog/object-api.ts';
import { Empty } from '../ui/Empty.tsx';
import { Pill } from '../ui/Pill.tsx';
import { SearchSelect } from '../ui/SearchSelect.tsx';
import { outcomeWords, ValueList } from './readiness-words.tsx';

interface PlaygroundProps {
  preview: DraftPreview<ReadinessPreview>;
  isNew: boolean;
  product: string[];
  onProduct: (product: string[]) => void;
}

/** What a rule gives for any product with its values, and who would fail it, before it is saved. */
export function Playground({
  preview: { data, failure, isStale },
  isNew,
  product,
  onProduct,
}: PlaygroundProps) {
  return (
    <section className="ui-stack" aria-label="What it would give" aria-busy={isStale}>
      <h2>What it would give</h2>
      <FailureNote error={failure} />
      <SearchSelect
        label="Try it on"
        value={product}
        max={1}
        onChange={onProduct}
        options={useObjectOptions('Product')}
      />
      {data === undefined ? <Empty>Write the rule to see who meets it.</Empty> : null}
      {data === undefined || data.fault !== null ? null : <Given data={data} isNew={isNew} />}
      {data?.fault ? <p role="status">The rule {data.fault.message}.</p> : null}
    </section>
  );
}

function Given({ data, isNew }: { data: ReadinessPreview; isNew: boolean }) {
  const { applies, met, missed, unknown, newlyFailing, newlyMeeting, outcome, values } = data;
  const nameOf = useNames('Product');
  const listed = (names: readonly string[]) =>
    names
      .slice(0, 30)
      .map((name) => nameOf(name))
      .join(', ') + (names.length > 30 ? ` and ${names.length - 30} more` : '');
  return (
    <>
      {outcome === null ? null : (
        <div className="ui-stack">
          <span>
            <Pill>{outcomeWords[outcome]}</Pill>
          </span>
          <ValueList values={values} />
        </div>
      )}
      <p>
        {applies === 0
          ? 'It would apply to no product.'
          : `Of ${applies} products ${met} would meet it, ${missed} miss it, ${unknown} are not known.`}
      </p>
      <p>
        <b>
          {isNew
            ? `${newlyFailing.length} would fail it from the start`
            : `${newlyFailing.length} would fail it that do not today`}
        </b>
        {newlyFailing.length === 0 ? '.' : `: ${listed(newlyFailing)}.`}
      </p>
      {newlyMeeting.length === 0 ? null : <p>Would not fail it any more: {listed(newlyMeeting)}.</p>}
    </>
  );
}
