import type { SiteDetail } from '@fieldmarshal/contract/relay';
import { Empty } from '../ui/Empty.tsx';
import { Table } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';

type Product = SiteDetail['readiness'][number];

/** Which standards the products of a site met when it told of them; hatched, since it may have changed. */
export function ReadinessOfSite({ site: { readiness, knownUntil } }: { site: SiteDetail }) {
  return (
    <Table
      label="Readiness of the site"
      rows={readiness}
      rowKey={({ product }) => product}
      empty={
        <Empty>
          {knownUntil === null
            ? 'Nothing has come yet, so nothing is known.'
            : 'The bundles that came tell of no standard.'}
        </Empty>
      }
      columns={[
        { id: 'product', header: 'Product', rowHeader: true, cell: ({ product }) => product },
        { id: 'met', header: 'Standards', cell: standardsOf },
        {
          id: 'missed',
          header: 'Missed',
          wideOnly: true,
          cell: ({ missed }) => (missed.length === 0 ? '–' : missed.join(', ')),
        },
      ]}
    />
  );
}

function standardsOf({ met, missed, unknown, at }: Product) {
  const parts = [
    `met ${met}`,
    ...(missed.length === 0 ? [] : [`missed ${missed.length}`]),
    ...(unknown === 0 ? [] : [`not known ${unknown}`]),
  ];
  return (
    <span className="ui-hatch relay-cell">
      {parts.join(', ')}{' '}
      <span className="ui-quiet">
        <Time at={at} focusable={false} />
      </span>
    </span>
  );
}
