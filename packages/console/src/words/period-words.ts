// The words of undo and repost: what is chosen, what would change, what stays and why, and how far it has come.

const entries = (count: string, one: boolean) => (one ? '1 entry' : `${count} entries`);

export const periodWords = {
  period: {
    tab: 'Period',
    title: 'Post a period again',
    hint: 'Entries that are posted stay as they are when a mapping changes. Choose days to see what they would be under the mapping of today. Looking writes nothing, and asks QuickBooks nothing.',
    from: 'From',
    to: 'To',
    locations: 'Locations',
    kinds: 'Kinds',
    all: 'All',
    look: 'Look',
    nothing: 'Nothing posted in this period would change',
    nothingCan: 'Nothing in this period can change',
    nothingHint: 'Under the mapping of today every entry would be as it is.',
    summary: (of: { changing: string; one: boolean; lines: string; oneLine: boolean; entries: string }) =>
      `${entries(of.changing, of.one)} of ${of.entries} would change: ${of.oneLine ? '1 line' : `${of.lines} lines`}.`,
    notPosted: (count: string, one: boolean) =>
      `${entries(count, one)} ${one ? 'is' : 'are'} not posted yet and ${one ? 'takes' : 'take'} the mapping of today by ${one ? 'itself' : 'themselves'}.`,
    known: (when: string) =>
      `What was changed in QuickBooks until ${when} is known. Which lines are matched or reconciled there it tells nobody.`,
    accounts: 'By account',
    account: 'Account',
    before: 'Now',
    after: 'Would be',
    difference: 'Difference',
    side: 'Debits less credits over the entries of the period.',
    changes: 'By entry',
    entry: (number: string) => `Entry ${number}`,
    follows: 'goes with what it voids',
    sameLines: (count: number) => (count === 1 ? '1 line stays' : `${count} lines stay`),
    stays: 'What stays as it is',
    staysCount: (count: string, one: boolean) =>
      `${entries(count, one)} would change, and ${one ? 'has' : 'have'} to stay`,
    reasons: {
      closed: 'The books are closed at its date',
      edited: 'Changed in QuickBooks: decide that first',
      deleted: 'Deleted in QuickBooks: decide that first',
      'theirs-accepted': 'What is in QuickBooks was accepted as it is',
      'outcome-unknown': 'Not known yet whether QuickBooks holds it',
      'number-taken': 'Its number is taken in QuickBooks',
      'other-company': 'It is in another company at QuickBooks',
      blocked: 'It has no account to go to',
      'belongs-together': 'It belongs with another that stays',
      refused: 'QuickBooks took no change of it',
      cancelled: 'Stopped before its turn',
    },
    repost: (count: string, one: boolean) => `Post ${entries(count, one)} again`,
    confirmTitle: 'Post this period again?',
    confirm: (count: string, one: boolean) =>
      `${entries(count, one)} in QuickBooks ${one ? 'is' : 'are'} written over, lines and all, on ${one ? 'its' : 'their'} date and under ${one ? 'its' : 'their'} number. If anything has changed since you looked, nothing is done.`,
    asked: (count: string, one: boolean) => `${entries(count, one)} ${one ? 'is' : 'are'} queued to be posted again`,
    changed: 'Something has changed since you looked. This is what would be done now.',
    runs: 'Posted again',
    running: 'Being posted again',
    done: 'Done',
    cancelled: 'Stopped',
    progress: (written: string, all: string) => `${written} of ${all} written`,
    toGo: (count: string) => `${count} to go`,
    left: (count: string, one: boolean) => `${entries(count, one)} stayed`,
    by: (who: string, when: string) => `${who}, ${when}`,
    days: (from: string, to: string) => (from === to ? from : `${from} to ${to}`),
    show: 'Which, and why',
    stop: 'Stop',
    stopped: (count: string, one: boolean) =>
      `Stopped: ${entries(count, one)} ${one ? 'stays' : 'stay'} as ${one ? 'it was' : 'they were'}`,
    offer: 'See what would change',
  },
} as const;
