// What each setting does, in a sentence: for the settings page and the control API's description.
import type { Settings } from './settings.ts';

export const settingWords: Readonly<Record<keyof Settings, string>> = {
  limits: 'Intuit’s throttles: 500 calls a minute, 10 a second, 40 batches a minute',
  latencyMs: 'Added to every answer',
  closingDate: 'Transactions dated on or before it are refused',
  closingPassword: 'The closing date has a password: refused with 6210, without one with 6200',
  lapsed: 'The subscription has run out: reads only (6190)',
  throttleBody: 'The envelope of a 429; captures of all three exist',
  warnDuplicateJournalNumber: 'A journal number used before is refused (6140)',
  multiCurrency: 'Entries name their currency',
  homeCurrency: 'The currency of the books; not to be changed later at Intuit',
  country: 'US, CA, GB, AU …: what depends on the country',
  classTracking: 'Classes on lines',
  departmentTracking: 'Locations on lines',
  unbalancedCode: 'Unconfirmed: the table says 2300, some teams have seen 6000',
  missingReferenceCode: 'Unconfirmed: what a reference to something that was never there answers',
  replayFaults: 'Unconfirmed: a refused request is refused again without being looked at',
  repeatedRequestId: 'Unconfirmed: a repeated request id answers as before, or 600',
  oneReceivableOrPayable: 'Unconfirmed: at most one receivable or payable line in an entry',
  webhooksHeld: 'Later webhooks wait until the one before is acknowledged',
  webhookLadder: 'When an unacknowledged webhook comes again: Intuit’s current waits, or its older text’s',
  webhookTimeScale: 'Those waits are divided by it',
  overAppliedCode: 'Unconfirmed: what a payment of more than is open answers',
  refreshMs: 'How long a token refresh takes; another in that time overlaps and is refused',
  overlappingRefreshRevokes: 'Unconfirmed: an overlapping refresh also revokes the connection',
};
