// The timeline of a posting in sentences for people.
import type { PostingRecord } from './posting-port.ts';

export function recordWords(record: Pick<PostingRecord, 'what' | 'detail'>): string {
  const said = (name: string): string => {
    const value = record.detail[name];
    return typeof value === 'string' && value !== '' ? `: ${value}` : '';
  };
  switch (record.what) {
    case 'built':
      return typeof record.detail.postingDate === 'string'
        ? `The journal entry was built and balances. It is dated ${record.detail.postingDate}: the books are closed on ${String(record.detail.businessDate)}.`
        : 'The journal entry was built and balances.';
    case 'held':
      return 'It waits: something has to be put right first.';
    case 'released':
      return typeof record.detail.why === 'string' ? record.detail.why : 'It was let go.';
    case 'intent-saved':
      return `It is being sent${said('documentNumber')}.`;
    case 'accepted':
      return `QuickBooks holds it${said('quickbooksId')}.`;
    case 'refused':
      return `QuickBooks refused it${said('message')}.`;
    case 'unknown':
      return `It is not known yet whether QuickBooks holds it${said('reason')}.`;
    case 'not-sent':
      return record.detail.why === 'batch-refused'
        ? `QuickBooks refused the batch that it was in as a whole${said('reason')}. It goes alone now.`
        : `It did not reach QuickBooks${said('reason')}.`;
    case 'looked-up':
      return 'QuickBooks was asked for it by its document number.';
    case 'number-taken':
      return 'Its document number belongs to another entry in QuickBooks.';
    case 'handled-outside':
      return `It was taken out${said('why')}.`;
    case 'nothing-to-post':
      return 'Nothing in it moves an account: there is nothing to post.';
    case 'drifted':
      return record.detail.gone === true ? 'Somebody deleted it in QuickBooks.' : 'Somebody changed it in QuickBooks.';
    case 'theirs-accepted':
      return 'What is in QuickBooks was accepted as it is.';
    case 'recognised':
      return 'QuickBooks held it already, the same by its number and all its lines: it was recognised, and not sent again.';
    case 'put-back-asked':
      return 'Ours is to be put back.';
    case 'reposted':
      return 'It was posted again under another mapping: QuickBooks holds it so now.';
    case 'repost-left':
      return `It was to be posted again, and stays as it was${said('problem')}.`;
    case 'moved':
      return `What was in it is posted otherwise${said('why')}.`;
    case 'decided':
      return `${String(record.detail.who)} decided: ${record.detail.choice === 'wait' ? 'leave it waiting' : 'post it on the first open day'}.`;
  }
}
