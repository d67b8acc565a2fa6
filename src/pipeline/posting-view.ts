// A posting as a person sees it: its entry, how it stands, and its timeline.
import type { EntryView, PostingView, SummaryRef, TimelineItem } from './company-books.ts';
import type { DriftView } from './drift-port.ts';
import type { PipelinePorts } from './ports.ts';
import type { PostingRecord, PostingRow } from './posting-port.ts';
import type { SummaryRow } from './summary-port.ts';
import { recordWords } from './timeline-words.ts';

export function postingView(
  ports: PipelinePorts,
  posting: PostingRow,
  of: {
    records: readonly PostingRecord[];
    entry: EntryView | null;
    drift: DriftView | null;
    inFormerBooks: boolean;
  },
): PostingView {
  const { id, part, state, postingDate, documentNumber, quickbooksId, realmId } = posting;
  return {
    id,
    part,
    state,
    postingDate,
    documentNumber,
    quickbooksId,
    quickbooksUrl: quickbooksId === null || realmId === null ? null : ports.entryUrl(realmId, quickbooksId),
    inFormerBooks: of.inFormerBooks,
    entry: of.entry,
    drift: of.drift,
    timeline: of.records.filter((record) => record.postingId === id).map(timelineItem),
  };
}

const timelineItem = (record: PostingRecord): TimelineItem => ({
  at: record.at,
  what: record.what,
  message: recordWords(record),
  requestId: record.requestId,
  intuitTid: record.intuitTid,
  detail: record.detail,
});

/** A summary goes by the id of its first part. */
export function summaryRef(summary: SummaryRow, postings: readonly PostingRow[]): SummaryRef {
  const { businessDate, location, sequence } = summary;
  const first = postings.find(({ key, part }) => key === summary.key && part === 1);
  if (first === undefined) throw new Error(`The summary ${summary.key} has no posting.`);
  return { id: first.id, businessDate, location, sequence };
}
