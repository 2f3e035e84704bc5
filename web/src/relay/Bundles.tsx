import type { BundleView } from '@fieldmarshal/contract/relay';
import { Empty } from '../ui/Empty.tsx';
import { sizeText } from '../ui/size-text.ts';
import { Table } from '../ui/Table.tsx';
import { Time } from '../ui/Time.tsx';
import { fileAddress } from './relay-api.ts';
import { countsText } from './relay-words.ts';

/** What was made and taken in. What was made here and may travel can be saved again, byte for byte, should it be lost on its way. */
export function Bundles({ bundles }: { bundles: readonly BundleView[] }) {
  return (
    <Table
      label="Bundles"
      rows={bundles}
      rowKey={({ hash }) => hash}
      empty={<Empty>No bundle has come or gone.</Empty>}
      columns={[
        {
          id: 'sequence',
          header: 'Bundle',
          rowHeader: true,
          width: '6rem',
          cell: nameOf,
        },
        {
          id: 'stored',
          header: 'Here',
          width: '7rem',
          cell: storedOf,
        },
        { id: 'counts', header: 'With', wideOnly: true, cell: ({ counts }) => countsText(counts) },
        {
          id: 'bytes',
          header: 'Size',
          width: '6rem',
          align: 'end',
          wideOnly: true,
          cell: ({ bytes }) => sizeText(bytes),
        },
        { id: 'file', header: 'File', width: '8rem', cell: fileOf },
        { id: 'by', header: 'By', width: '9rem', wideOnly: true, cell: ({ by }) => by },
      ]}
    />
  );
}

function storedOf({ storedAt }: BundleView) {
  return <Time at={storedAt} focusable={false} />;
}

function nameOf({ direction, sequence }: BundleView) {
  return `${direction} ${sequence}`;
}

function fileOf(bundle: BundleView) {
  if (bundle.state !== 'written') return '–';
  return (
    <a
      href={fileAddress(bundle, true)}
      download
      aria-label={`Save again: bundle ${bundle.sequence}, encrypted`}
    >
      Save again
    </a>
  );
}
