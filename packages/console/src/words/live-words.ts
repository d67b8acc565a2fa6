// What the console says of its own connection to the server.
export const liveWords = {
  live: {
    lost: 'Connection lost, trying again',
    lostHint: 'What you see may be out of date. Nothing is lost.',
  },
} as const;
