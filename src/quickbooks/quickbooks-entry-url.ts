// The address at which a person sees a journal entry in QuickBooks.

export interface EntryPlace {
  readonly environment: 'local' | 'sandbox' | 'production';
  /** Of the local QuickBooks. */
  readonly localUrl: string;
  readonly realmId: string;
  readonly quickbooksId: string;
}

export function quickbooksEntryUrl({ environment, localUrl, realmId, quickbooksId }: EntryPlace): string {
  const transaction = encodeURIComponent(quickbooksId);
  switch (environment) {
    case 'production':
      return `https://qbo.intuit.com/app/journal?txnId=${transaction}`;
    case 'sandbox':
      return `https://sandbox.qbo.intuit.com/app/journal?txnId=${transaction}`;
    case 'local':
      return `${localUrl.replace(/\/+$/, '')}/app/journal?txnId=${transaction}&realm=${encodeURIComponent(realmId)}`;
  }
}
