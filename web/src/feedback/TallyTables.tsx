import type { FeedbackSummary, Tally } from '@fieldmarshal/contract/feedback';
import { Button } from '../ui/Button.tsx';
import { Empty } from '../ui/Empty.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import type { FeedbackFilter } from './feedback-api.ts';
import { tallyText, timeText } from './feedback-words.ts';

interface TallyTablesProps {
  summary: FeedbackSummary;
  onChoose: (filter: FeedbackFilter) => void;
}

type Row = Tally & { key: string; title: string; filter?: FeedbackFilter };

/** By screen, release and task: how many found it, and how fast. */
export function TallyTables({ summary: { screens, releases, tasks }, onChoose }: TallyTablesProps) {
  const shown = [
    {
      title: 'By screen',
      rows: screens.map(({ dashboard, screen, ...tally }): Row => ({
        ...tally,
        ...{ key: `${dashboard} ${screen}`, title: `${dashboard} ${screen}` },
        filter: { dashboard, screen, release: undefined },
      })),
    },
    {
      title: 'By release',
      rows: releases.map(({ dashboard, release, firstDay, ...tally }): Row => ({
        ...tally,
        key: `${dashboard} ${release}`,
        title: `${dashboard} ${release === '' ? 'without a release' : release}, first on ${firstDay}`,
        ...(release === '' ? {} : { filter: { dashboard, release, screen: undefined } }),
      })),
    },
    {
      title: 'By what they came for',
      rows: tasks.map(({ dashboard, task, ...tally }): Row => ({
        ...tally,
        ...{ key: `${dashboard} ${task}`, title: `${task} (${dashboard})` },
      })),
    },
  ];
  return shown.map(({ title, rows }) => (
    <section key={title} className="ui-stack" aria-label={title}>
      <h2>{title}</h2>
      <Table
        label={title}
        columns={columnsOf(onChoose)}
        rows={rows}
        rowKey={({ key }) => key}
        empty={<Empty>None with five answers or more.</Empty>}
      />
    </section>
  ));
}

function columnsOf(onChoose: (filter: FeedbackFilter) => void): Column<Row>[] {
  return [
    {
      id: 'title',
      header: 'Where',
      rowHeader: true,
      cell: ({ title, filter }) =>
        filter === undefined ? (
          title
        ) : (
          <Button look="plain" onClick={() => onChoose(filter)}>
            {title}
          </Button>
        ),
    },
    { id: 'found', header: 'Found it', width: '13rem', cell: (row) => tallyText(row) },
    { id: 'time', header: 'How fast', width: '14rem', wideOnly: true, cell: (row) => timeText(row) },
  ];
}
