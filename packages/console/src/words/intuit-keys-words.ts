// The words of the steps that lead to Intuit's keys. Facts are Intuit's, of its developer portal and App Partner Program, late 2026.

export const intuitKeysWords = {
  intuitKeys: {
    eyebrow: 'Settings › Integrations › QuickBooks Online',
    title: 'Keys from Intuit',
    hint: 'To keep real books, this Tillbook needs an app of its own at Intuit. On the free tier it costs nothing.',
    back: 'Back to the connection',
    open: 'Get keys from Intuit',
    openAgain: 'Steps for Intuit’s keys',
    noSecrets:
      'No key is entered, shown or stored on this page: keys are read from the environment when Tillbook starts.',
    states: {
      local: 'No keys are set: Tillbook uses the local QuickBooks.',
      sandbox: 'Development keys are set: Tillbook connects to sandbox companies.',
      production: 'Production keys are set: Tillbook connects to real companies.',
    },
    badges: { development: 'Development', production: 'Production' },
    copy: 'Copy',
    copied: 'Copied',
    copyOf: (what: string) => `Copy ${what}`,
    copiedOf: (what: string) => `Copied: ${what}`,
    create: {
      title: 'Create the app',
      steps: [
        'Sign in at developer.intuit.com with any Intuit account; a free developer account is enough.',
        'Create a workspace if you have none. It begins on the Builder tier, which is free: writing is not counted, and 500,000 reads a month are included.',
        'Create an app for QuickBooks Online, and give it one scope: com.intuit.quickbooks.accounting. There is none that only reads.',
      ],
      scope: 'Scope',
      scopeValue: 'com.intuit.quickbooks.accounting',
    },
    redirect: {
      title: 'Enter where QuickBooks sends people back',
      intro: 'Under the app’s keys, add this redirect URI exactly as it stands here, once for each set of keys.',
      label: 'Redirect URI',
      reconnectLabel: 'Reconnect URL',
      onlyDevelopment:
        'It is an address of this machine: Intuit takes http://localhost for development keys only. Production keys want https: set TILLBOOK_PUBLIC_URL to the address at which people open Tillbook.',
      reconnect: 'Reconnect URL, which Intuit asks for since January 2026: the page where a person connects again',
    },
    webhooks: {
      title: 'Have QuickBooks tell of changes (optional)',
      intro:
        'Under Webhooks, enter this address and choose Account, Department, Class, JournalEntry and Preferences. Intuit then shows a verifier token. Without webhooks changes are found by a daily sweep.',
      label: 'Webhooks URL',
      https: 'Intuit calls it from the internet, by https only.',
      set: 'A verifier token is set: webhooks are taken.',
      notSet: 'No verifier token is set: webhooks are refused.',
    },
    environment: {
      title: 'Give Tillbook the keys',
      intro: 'Set these in the environment of the program, then start it again. The first three belong together.',
      id: 'the client ID of the app’s keys',
      secret: 'the client secret beside it',
      which: 'sandbox for development keys, production for production keys',
      token: 'the verifier token of webhooks; optional',
      url: 'the address at which people open Tillbook, where it is not this machine',
      variable: 'Variable',
      value: 'Value',
      copyAll: 'Copy the lines',
    },
    development: {
      title: 'Try it with a sandbox company',
      steps: [
        'Development keys are there as soon as the app is. Intuit gives each developer account a sandbox company with made-up books.',
        'Set INTUIT_ENVIRONMENT=sandbox and connect. Nothing there is metered, and nothing reaches real books.',
      ],
    },
    production: {
      title: 'Ask for production keys',
      intro:
        'Intuit gives them once its app-assessment questionnaire is answered. What it asks is for Intuit to say; these facts about Tillbook answer it:',
      asks: [
        ['Who uses it', 'Your own company, on your own machine or server. Nobody else signs in to your app.'],
        ['What it writes', 'Journal entries, and accounts when a person asks for one. Nothing is deleted.'],
        [
          'What it reads',
          'The company’s name and preferences, accounts, locations and classes, its own entries and what was changed of them, and reports of single accounts.',
        ],
        [
          'How access is kept',
          'Tokens are encrypted in the database, with a key that lies apart from it; both are saved before a new one is used.',
        ],
        [
          'How limits are kept',
          '500 requests a minute and 10 a second for a company, and a pause of 60 seconds after a 429.',
        ],
        [
          'What becomes of errors',
          'Each answer is kept with Intuit’s intuit_tid, and a person sees in words what to do.',
        ],
        ['How people disconnect', 'By Disconnect on the Status tab: the access is given back to Intuit at once.'],
        ['Reconnect and disconnect URL', 'The Status tab, as in step 2.'],
      ] as readonly (readonly [string, string])[],
      who: 'Only an administrator of the QuickBooks company can connect it.',
      after:
        'Then set the production client ID and secret with INTUIT_ENVIRONMENT=production, start again, and connect.',
    },
  },
} as const;
