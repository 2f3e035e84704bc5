import type { Amount, Overview } from '@fieldmarshal/contract/insights';
import { Button } from '../../ui/Button.tsx';
import { download } from '../../ui/download.ts';
import { Empty } from '../../ui/Empty.tsx';
import { Table, type Column } from '../../ui/Table.tsx';
import { csvOf } from '../../ui/csv.ts';
import { Behind } from '../Figure.tsx';
import { countText } from '../insight-words.ts';

interface ImpactPartProps extends Pick<Overview, 'impact' | 'incidents'> {
  period: string;
}

/** Whom incidents cost how much: user-minutes, by the product that caused them and by customer. */
export function ImpactPart({ impact, incidents, period }: ImpactPartProps) {
  const { userMinutes, known, byProduct, byCustomer } = impact;
  const save = () => {
    const rows = [
      ...byProduct.map((one) => ['product', one.name, one.incidents, one.userMinutes] as const),
      ...byCustomer.map((one) => ['customer', one.name, one.incidents, one.userMinutes] as const),
    ];
    download(`impact-${period}.csv`, csvOf(['kind', 'name', 'incidents', 'user_minutes'], rows), 'text/csv');
  };
  return (
    <section aria-label="Impact" className="ui-stack">
      <div className="ui-row">
        <h2>
          What it cost users{' '}
          <span className="ui-quiet">
            <Behind name="user-minutes" n={userMinutes}>
              {countText(userMinutes)} user-minutes
            </Behind>
            ; known for{' '}
            <Behind name="impact-known" n={known}>
              {known} of {incidents} incidents
            </Behind>
          </span>
        </h2>
        <span className="screen-gap" />
        <Button look="plain" className="ui-no-print" onClick={save}>
          Impact as CSV
        </Button>
      </div>
      <div className="insights-pair">
        <Amounts label="By product" kind="product" rows={byProduct} />
        <Amounts label="By customer" kind="customer" rows={byCustomer} />
      </div>
    </section>
  );
}

function Amounts({ label, kind, rows }: { label: string; kind: string; rows: readonly Amount[] }) {
  return (
    <Table
      label={`User-minutes ${label.toLowerCase()}`}
      rows={rows}
      rowKey={({ name }) => name}
      empty={<Empty>No user-minutes were counted. Customers need usersPerHour in the catalog.</Empty>}
      columns={columnsOf(label, kind)}
    />
  );
}

function columnsOf(label: string, kind: string): readonly Column<Amount>[] {
  return [
    { id: 'name', header: label, rowHeader: true, cell: ({ title }) => title },
    { id: 'n', header: 'Incidents', width: '6rem', align: 'end', cell: ({ incidents }) => incidents },
    {
      id: 'minutes',
      header: 'User-minutes',
      width: '9rem',
      align: 'end',
      cell: ({ name, userMinutes }) => (
        <Behind name={`${kind}:${name}`} n={userMinutes}>
          {countText(userMinutes)}
        </Behind>
      ),
    },
  ];
}
