// Where a transaction is shown: an entry at Intuit's own address of it, the others beside it.

export interface TransactionKey {
  readonly realmId: string;
  readonly type: string;
  readonly id: string;
}

export function transactionPath({ realmId, type, id }: TransactionKey): string {
  if (type === 'JournalEntry') return `/app/journal?txnId=${id}&realm=${realmId}`;
  return `/app/${type.toLowerCase()}?txnId=${id}&realm=${realmId}`;
}
