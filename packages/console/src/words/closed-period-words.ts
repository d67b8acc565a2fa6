// The words of closed books: the setting, the decision, and the two dates of an entry.

export const closedPeriodWords = {
  closedPeriod: {
    title: 'Closed books',
    hint: 'What becomes of a ticket whose day is closed in QuickBooks. A change holds for what waits already, too.',
    policy: 'Entries in a closed period',
    policies: { hold: 'Hold', 'first-open-day': 'Post on the first open day', ask: 'Ask each time' },
    policyHints: {
      hold: 'They wait, and go by themselves on their own date once the period is reopened.',
      'first-open-day':
        'They are dated on the day after the closing date; the memo and every line say the true business date.',
      ask: 'They wait until somebody decides: entry by entry, or all at once.',
    },
    known: (date: string) => `The books are closed until ${date}, as QuickBooks says.`,
    learned: (date: string) =>
      `QuickBooks gives no closing date, and has refused ${date}: the books are closed at least until then.`,
    open: 'No closing date is known.',
    decide: 'Decide',
    checkAgain: 'Check again',
    dialogTitle: 'Decide what becomes of these',
    dialogHint: (day: string) =>
      `Posted on the first open day, an entry is dated ${day} and says its true date. Left waiting, it goes once the period is reopened.`,
    noOpenDay: 'QuickBooks refuses today, too: no open day is known. Reopen the period, then check again.',
    list: 'Entries in the closed period',
    event: (kind: string, number: string) => `${kind} ${number}`,
    summary: (events: string, one: boolean, sequence: number) =>
      `Daily summary${sequence === 1 ? '' : `, supplement ${sequence - 1}`}: ${one ? '1 event' : `${events} events`}`,
    postOne: 'Post',
    postOneLabel: (name: string, day: string) => `Post ${name} on ${day}`,
    waitOne: 'Leave waiting',
    waitOneLabel: (name: string) => `Leave waiting: ${name}`,
    waits: 'Left waiting',
    postAll: (count: string, one: boolean, day: string) => `Post ${one ? 'it' : `all ${count}`} on ${day}`,
    waitAll: 'Leave all waiting',
    more: (shown: string, total: string) => `The oldest ${shown} of ${total} are shown.`,
    nothing: 'Nothing waits for a decision.',
    decided: (choice: 'first-open-day' | 'wait', count: number) =>
      choice === 'wait'
        ? `${count === 1 ? '1 entry is' : `${count} entries are`} left waiting`
        : `${count === 1 ? '1 entry goes' : `${count} entries go`} on the first open day`,
    postedFor: (posted: string, business: string) =>
      `Dated ${posted} in QuickBooks, for ${business}: the books were closed then.`,
    postedOn: (posted: string) => `dated ${posted}`,
  },
} as const;
