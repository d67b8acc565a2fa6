// The words of the preflight: what would block, what to do about it, what to open QuickBooks with, and the entries of the first day.

const events = (count: string, one: boolean) => (one ? '1 event' : `${count} events`);

export const preflightWords = {
  preflight: {
    title: 'Preflight',
    hint: 'Everything that would keep events from QuickBooks, and what to open it with. Looking sends nothing.',
    again: 'Look again',
    looking: (checked: string) => `Looking: ${checked} events so far`,
    stop: 'Stop looking',
    stopped: (checked: string) => `Stopped after ${checked} events: there may be more.`,
    none: 'No event waits to be sent',
    noneHint: 'Bring sales in first: load the demo shop, import a file, or connect your till.',
    bring: 'Import a file',
    clean: 'Nothing would block',
    cleanHint: (count: string, one: boolean) => `${events(count, one)} can be posted as ${one ? 'it is' : 'they are'}.`,
    start: 'Start sync',
    found: (problems: string, one: boolean, checked: string) =>
      `${one ? '1 thing' : `${problems} things`} would block, of ${checked} events that were looked at.`,
    what: 'What would block',
    events: 'Events',
    amount: 'Amount',
    days: 'Days',
    fix: 'What to do',
    openMapping: 'Map it',
    mapAll: 'Map all that is missing',
    asked: (count: string, one: boolean) =>
      `${one ? '1 payment type has' : `${count} payment types have`} no account for deposits yet. It blocks nothing until a deposit is taken.`,
    mapAsked: 'Map them now',
    chooseAnother: 'Choose another',
    closedPolicy: 'Choose what becomes of it',
    lookAt: (number: string) => `Look at ${number}`,
    connection: 'Open the connection',
    notConnected: 'QuickBooks is not connected yet',
    outstanding: 'Outstanding at sync start',
    outstandingFrom: 'Sync start',
    outstandingAdding: 'Adding up what came in before sync start…',
    outstandingStopped: 'Not everything was looked at, so nothing is added up. Look again.',
    outstandingNone: (start: string) =>
      `Nothing: by the events of before ${start} that are not sent, no deposits, gift cards, stock or goods in transit are left.`,
    outstandingWhat: (start: string) =>
      `They came in before ${start} and were still there then, by the events that are not sent. Entries of later events take them out of these accounts.`,
    outstandingEnter: (dayBefore: string) =>
      `Enter these as opening balances in QuickBooks, as of ${dayBefore}, unless its accounts hold them already. Tillbook posts none of it.`,
    outstandingMore: 'What the shop had before the first of these events comes on top.',
    outstandingPast: 'If you sync past events instead, enter nothing: their entries bring it.',
    outstandingNegative:
      'Where an amount is negative, more went out than these events show coming in: find out what was really there.',
    outstandingKinds: {
      deposits: 'Customer deposits',
      'gift-cards': 'Gift cards',
      stock: 'Stock',
      'in-transit': 'Goods in transit',
    },
    firstDay: 'The first day, as it would be posted',
    firstDayFrom: 'From',
    firstDayNone: 'No event waits to be sent from this day on.',
    firstDayOf: (of: { day: string; entries: string; one: boolean; events: string; oneEvent: boolean }) =>
      `${of.day}: ${of.one ? '1 entry' : `${of.entries} entries`} of ${events(of.events, of.oneEvent)}. Nothing is sent.`,
    firstDayHeld: (count: string, one: boolean) =>
      `As things are now, ${one ? '1 cause' : `${count} causes`} would hold entries of this day`,
    held: (count: string, one: boolean) => events(count, one),
    firstDayMore: 'The day has more; its first events are shown.',
    modes: { 'per-event': 'One entry for each event', 'daily-summary': 'One entry for the day and location' },
    entry: (number: string) => `Entry ${number}`,
    entryEvents: (count: string) => `${count} events`,
    moreEntries: 'Show more entries',
    offer: 'See first what would block',
    step: 'See what would block',
    stepNote: 'Before the first entry goes',
    goStep: 'Look first',
    accounts: 'Import accounts',
    goAccounts: 'Import them',
  },
} as const;
