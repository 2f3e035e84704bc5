import type { Report } from '@fieldmarshal/contract/insights';
import { readBoot } from '../../app/boot.ts';
import { FailureNote } from '../../app/FailureNote.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Loading } from '../../ui/Loading.tsx';
import type { InsightsSearch } from '../insights-api.ts';
import { NewReport } from './NewReport.tsx';
import { ReportRow } from './ReportRow.tsx';
import { useReports } from './report-api.ts';
import { partOf } from './report-words.ts';

interface ReportsDialogProps {
  search: InsightsSearch;
  onClose: () => void;
}

/** Sends the page that is shown by mail every week or month, and shows what is sent. */
export function ReportsDialog({ search, onClose }: ReportsDialogProps) {
  const reports = useReports();
  const items: readonly Report[] = reports.data?.items ?? [];
  return (
    <Dialog
      open
      onClose={onClose}
      title="Send insights by mail"
      footer={<Button onClick={onClose}>Done</Button>}
    >
      <div className="ui-stack">
        <NewReport part={partOf(search.part)} search={search} />
        <h3>What is sent</h3>
        {reports.isPending ? <Loading what="reports" /> : null}
        <FailureNote error={reports.error} />
        {reports.isSuccess && items.length === 0 ? <Empty>{nothingWords()}</Empty> : null}
        <ul className="insights-reports">
          {items.map((report) => (
            <li key={report.id}>
              <ReportRow report={report} />
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

/** Leads see all reports, others those that they get. */
function nothingWords(): string {
  return readBoot().me?.maySendReports === true ? 'Nothing is sent yet.' : 'Nothing is sent to you.';
}
