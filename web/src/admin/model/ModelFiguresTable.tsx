import type { ModelFigures } from '@fieldmarshal/contract/assist';
import { modelTexts, textWords } from '../../assist/room/text-words.ts';
import { sentenceOf } from '../../incidents/incident-api.ts';
import { Empty } from '../../ui/Empty.tsx';
import { ErrorNote } from '../../ui/ErrorNote.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { useModelFigures } from './model-admin-api.ts';

type Row = ModelFigures['items'][number];

/** What a model was good for in the last thirty days, in the shadow and after: what one looks at before it is switched on. */
export function ModelFiguresTable() {
  const figures = useModelFigures();
  const rows = figures.data?.items ?? [];
  const refusals = figures.data?.refusals ?? [];
  return (
    <section className="ui-stack" aria-label="The last thirty days">
      <h2>The last thirty days</h2>
      {figures.isPending ? <Loading what="figures" /> : null}
      {figures.isError ? (
        <ErrorNote onRetry={() => void figures.refetch()}>{sentenceOf(figures.error)}</ErrorNote>
      ) : null}
      {figures.data === undefined ? null : (
        <Table
          label="What became of texts of a model"
          rows={rows}
          rowKey={({ feature, mode }) => `${feature} ${mode}`}
          columns={columns}
          empty={
            <Empty>
              Nothing was asked of a model yet. In the shadow it is asked and compared, and nothing of it is
              shown.
            </Empty>
          }
        />
      )}
      {refusals.length === 0 ? null : (
        <p className="ui-quiet">
          Sentences were refused for: {refusals.map(({ kind, count }) => `${kind} (${count})`).join(', ')}.
        </p>
      )}
    </section>
  );
}

const columns: readonly Column<Row>[] = [
  {
    id: 'text',
    header: 'Text',
    rowHeader: true,
    cell: ({ feature, mode }) => `${textOf(feature)}${mode === 'shadow' ? ', in shadow' : ''}`,
  },
  {
    id: 'passed',
    header: 'Sentences that passed',
    width: '11rem',
    cell: ({ passed, sentences }) =>
      sentences === 0 ? '–' : `${passed} of ${sentences} (${Math.round((100 * passed) / sentences)}%)`,
  },
  {
    id: 'calls',
    header: 'Calls',
    width: '15rem',
    wideOnly: true,
    cell: ({ calls, failed, nothingShown }) =>
      [
        String(calls),
        ...(failed === 0 ? [] : [`${failed} failed`]),
        ...(nothingShown === 0 ? [] : [`${nothingShown} left to rules`]),
      ].join(', '),
  },
  {
    id: 'people',
    header: 'What people did',
    width: '17rem',
    cell: (row) => peopleText(row),
  },
  {
    id: 'time',
    header: 'Seconds (95%)',
    align: 'end',
    width: '8rem',
    wideOnly: true,
    cell: ({ msMedian, msP95 }) => `${(msMedian / 1000).toFixed(1)} (${(msP95 / 1000).toFixed(1)})`,
  },
  {
    id: 'tokens',
    header: 'Tokens',
    align: 'end',
    width: '9rem',
    wideOnly: true,
    cell: ({ tokens, cost }) =>
      `${tokens.toLocaleString('en')}${cost === null ? '' : `, cost ${(cost / 1e6).toFixed(2)}`}`,
  },
];

function textOf(feature: string): string {
  const known = modelTexts.find((one) => one === feature);
  return known === undefined ? feature : textWords[known];
}

function peopleText({ accepted, dismissed, copied, edited, wordsChanged }: Row): string {
  const changed = wordsChanged === null ? '' : ` (${Math.round(wordsChanged)} words)`;
  return (
    [
      ...(accepted === 0 ? [] : [`${accepted} helped`]),
      ...(dismissed === 0 ? [] : [`${dismissed} not right`]),
      ...(copied === 0 ? [] : [`${copied} copied`]),
      ...(edited === 0 ? [] : [`${edited} changed${changed}`]),
    ].join(', ') || 'nothing yet'
  );
}
