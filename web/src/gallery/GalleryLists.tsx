import { useState } from 'react';
import { SeverityTag } from '../app/SeverityTag.tsx';
import { Button } from '../ui/Button.tsx';
import { Empty } from '../ui/Empty.tsx';
import { HealthGlyph } from '../ui/HealthGlyph.tsx';
import { PersonName } from '../ui/PersonName.tsx';
import { Table, type Column } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';
import { showToast } from '../ui/toast.ts';
import { VirtualList } from '../ui/VirtualList.tsx';
import { Part } from './Part.tsx';
import { sampleRows, type SampleRow } from './samples.ts';

const columns: Column<SampleRow>[] = [
  {
    id: 'severity',
    header: 'Severity',
    width: '72px',
    cell: (row) => <SeverityTag severity={row.severity} />,
  },
  { id: 'id', header: 'Id', width: '96px', cell: (row) => <span className="ui-mono">{row.id}</span> },
  { id: 'title', header: 'Title', rowHeader: true, cell: (row) => row.title },
  { id: 'health', header: 'Health', cell: (row) => <HealthGlyph health={row.health} /> },
  { id: 'person', header: 'Field Marshal', wideOnly: true, cell: (row) => <PersonName name={row.person} /> },
  { id: 'age', header: 'Age', align: 'end', cell: (row) => <Time at={row.openedAt} focusable={false} /> },
];
const many = Array.from({ length: 5000 }, (_, index) => `check-${index}`);

export function GalleryLists() {
  const [rows, setRows] = useState(sampleRows);
  const addLater = () => {
    const first = sampleRows[0];
    if (first === undefined) return;
    window.setTimeout(() => {
      setRows((before) => [{ ...first, id: `INC-${3000 + before.length}`, title: 'Came later' }, ...before]);
    }, 1500);
  };
  return (
    <Part title="Lists">
      <Button onClick={addLater}>Add a row in 1.5 s</Button>
      <Table
        label="Incidents"
        columns={columns}
        rows={rows}
        rowKey={(row) => row.id}
        onOpen={(row) => showToast({ text: `Open ${row.id}` })}
        empty={<Empty>No open incidents.</Empty>}
      />
      <Table
        label="Nothing"
        columns={columns}
        rows={[]}
        rowKey={(row) => row.id}
        empty={<Empty>No open incidents. 38 closed in 30 d.</Empty>}
      />
      <VirtualList
        label="Checks"
        rows={many}
        rowKey={(row) => row}
        height="140px"
        empty={<Empty>None.</Empty>}
      >
        {(row) => <HealthGlyph health="ok" label={row} />}
      </VirtualList>
    </Part>
  );
}
