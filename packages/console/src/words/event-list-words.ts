// The words of the lists of events: filters, views, many at once, keys, and the lists of each part of the shop.

export const eventListWords = {
  eventList: {
    more: 'More filters',
    moreCount: (count: number) => (count === 0 ? 'More filters' : `More filters (${count})`),
    source: 'Source',
    amountFrom: 'Amount from',
    amountTo: 'Amount to',
    amountWrong: 'An amount like 12.50',
    views: {
      label: 'Views',
      all: 'All events',
      attention: 'Needs attention',
      failed: 'Failed',
      waiting: 'Waiting to be sent',
      outside: 'Handled outside',
      save: 'Save view',
      saveTitle: 'Save these filters as a view',
      saveHint: 'Only you see it. A view of the same name is replaced.',
      name: 'Name of the view',
      saved: (name: string) => `“${name}” is saved`,
      remove: (name: string) => `Remove view ${name}`,
      removed: (name: string) => `“${name}” is removed`,
    },
    csv: 'Export CSV',
    csvHint: 'Every event that these filters find, for a spreadsheet',
    csvPicked: (count: string) => `Export ${count} selected`,
    csvPickedHint: 'The rows that are selected, and no others, for a spreadsheet',
    select: (number: string) => `Select ${number}`,
    selectAll: 'Select all that are shown',
    selected: (count: string) => `${count} selected`,
    selectedMost: 'the most at once',
    clearSelection: 'Clear selection',
    retrySelected: 'Retry',
    outside: 'Handled outside…',
    bulk: {
      title: 'Handled outside Tillbook?',
      hint: 'They are never sent from here afterwards. Say why, so that the next person knows. What is on its way or settled is left as it is.',
      count: (count: string, more: boolean) =>
        more
          ? `More than ${count} events are taken out.`
          : `${count} ${count === '1' ? 'event is' : 'events are'} taken out.`,
      none: 'None of these can be taken out: they are on their way, settled, or taken out already.',
      counting: 'Counting…',
      confirm: (count: string | null, more: boolean) =>
        count === null ? 'Mark as handled outside' : `Mark ${more ? 'more than ' : ''}${count} as handled outside`,
      working: (done: string) => `${done} marked so far. You can leave this open or stop.`,
      stop: 'Stop',
      done: (count: string) => `${count} ${count === '1' ? 'event is' : 'events are'} marked as handled outside.`,
      stopped: (count: string) =>
        `Stopped. ${count} ${count === '1' ? 'event is' : 'events are'} marked as handled outside.`,
      already: (count: string) =>
        count === '1'
          ? '1 was marked before; the reason given then stands.'
          : `${count} were marked before; the reasons given then stand.`,
      refused: (count: string) => `${count} could not be taken out:`,
    },
    keys: {
      title: 'Keys',
      open: 'Show the keys',
      list: [
        ['j  k', 'Move down and up'],
        ['Enter', 'Open the event'],
        ['x', 'Select the row'],
        ['r', 'Retry the event, or what is selected'],
        ['/', 'Go to the search'],
        ['Esc', 'Close, or leave the search'],
        ['Ctrl K', 'Find anything'],
        ['?', 'Show these keys'],
      ],
      single: 'Keys of a single character',
      singleHint: 'Off: j, k, x, r, / and ? do nothing here. This browser remembers it.',
    },
    version: (version: number) => `Version ${version}`,
    replaced: 'Replaced by a later version',
    reversal: (version: number) => `Takes version ${version} back`,
    inForceNotice: (version: number) => `This is version ${version}, the one in force.`,
    replacedNotice: (version: number) => `Version ${version} has taken its place.`,
    reversalNotice: 'It takes a version back that was sent, to make way for the next.',
    openInForce: 'Open the version in force',
  },
  lists: {
    inventory: {
      title: 'Inventory',
      hint: 'Transfers and adjustments of stock as they came in, each with where it stands in the books.',
      empty: 'No transfers or adjustments yet',
    },
    purchasing: {
      title: 'Purchasing',
      hint: 'Receipts and returns to vendors as they came in, each with where it stands in the books.',
      empty: 'No receipts or returns yet',
    },
    'gift-cards': {
      title: 'Gift cards',
      hint: 'Cards that were sold, redeemed or adjusted, each with its ticket and where that stands in the books.',
      empty: 'No gift card was sold, redeemed or adjusted yet',
    },
    cash: {
      title: 'Cash in/out',
      hint: 'What went into or out of drawers outside of tickets, deposits on orders among it.',
      empty: 'No cash in or out and no deposits yet',
    },
    giftCards: {
      owedTitle: 'Owed on gift cards',
      owed: 'Owed now',
      issued: 'Sold and adjusted',
      redeemed: 'Redeemed',
    },
    emptyHint: 'They appear here as soon as a till or a file brings one in.',
    column: {
      reason: 'Reason',
      reasonOrOrder: 'Reason or order',
      vendor: 'Vendor',
      itemClass: 'Item class',
      quantity: 'Quantity',
      direction: 'Direction',
      paymentType: 'Payment type',
      card: 'Card',
      sold: 'Sold',
      redeemed: 'Redeemed',
      adjusted: 'Adjusted',
      what: 'What',
    },
    directions: { in: 'In', out: 'Out', shipped: 'Shipped', received: 'Received' } as Readonly<Record<string, string>>,
    way: (from: string, to: string) => `${from} → ${to}`,
  },
  explain: {
    open: (status: string) => `What “${status}” means`,
    next: 'What happens next',
    statuses: {
      'never-synced': {
        means:
          'It is recorded here and is not meant for QuickBooks so far: sync has not started, or it is older than where sync starts.',
        next: 'Nothing, until you start the sync or choose “Sync past events”.',
      },
      ready: {
        means: 'It is queued for QuickBooks and has not been sent. In a daily summary it waits for its day to be over.',
        next: 'It is sent by itself, the oldest first.',
      },
      syncing: {
        means: 'It was sent, and QuickBooks’ answer is not certain yet.',
        next: 'Tillbook asks QuickBooks whether it is there. It is never sent twice.',
      },
      synced: {
        means:
          'QuickBooks has accepted its journal entry. An event that moves nothing makes no entry, and is synced too.',
        next: 'Nothing. If somebody changes the entry in QuickBooks, you are told.',
      },
      'action-required': {
        means: 'Something has to be done first: an account to map, closed books to decide on, a lost connection.',
        next: 'Once the cause is fixed it goes by itself. The event says which cause it is.',
      },
      failed: {
        means: 'QuickBooks refused it, or its number is taken there by something else.',
        next: 'Nothing by itself. Read what QuickBooks said, fix that, then retry.',
      },
      'handled-outside': {
        means:
          'A person took it out, or a later version took its place before it was sent: it is never sent from here.',
        next: 'Nothing. “Bring back”, on the event, undoes it, unless a later version is in its place.',
      },
    },
  },
  palette: {
    open: 'Find anything',
    short: 'Ctrl K',
    openBy: 'Find anything, Ctrl K',
    placeholder: 'Number, amount, key, page or action',
    nothing: 'Nothing found. A number is found by its begin or its end.',
    events: 'Events',
    pages: 'Pages',
    actions: 'Actions',
    searching: 'Searching…',
    retryFailed: 'Retry failed',
    importAccounts: 'Import accounts',
    imported: 'The accounts are imported',
    changed: 'Changed in QuickBooks',
    reconcile: 'Reconcile',
    period: 'Period',
    toDark: 'Switch between light and dark',
    allMatches: (text: string) => `Show every event found by “${text}”`,
  },
} as const;
