// What the console says of what a role may not do.
export const roleWords = {
  kept: {
    roles: { owner: 'an owner', bookkeeper: 'a bookkeeper', viewer: 'a viewer' },
    why: (role: string, takes: string) =>
      `You are ${role} here, and this takes ${takes}. An owner can change that under Users.`,
    settings: 'An owner changes these settings. You see them as they are.',
    demo: 'An owner can load a demo shop here: 90 days of trade at two locations.',
    key: 'An owner creates the key that it needs.',
    file: 'A bookkeeper or an owner imports it.',
    files: 'Files are brought by a bookkeeper or an owner',
    filesHint: 'You see here what was brought and what came of it.',
  },
} as const;
