// The emulator's time: real, or set and moved through the control API. All expiries, limits and stamps read it.

export interface Clock {
  now(): number;
  set(now: number): void;
  advance(milliseconds: number): void;
  reset(): void;
}

export function createClock(): Clock {
  let offsetMs = 0;
  return {
    now: () => Date.now() + offsetMs,
    set: (now) => {
      offsetMs = now - Date.now();
    },
    advance: (milliseconds) => {
      offsetMs += milliseconds;
    },
    reset: () => {
      offsetMs = 0;
    },
  };
}

const hourMs = 3_600_000;
const pacificOffsets = new Map<number, number>();
const pacific = new Intl.DateTimeFormat('en-US', { timeZone: 'America/Los_Angeles', timeZoneName: 'longOffset' });

/** Intuit stamps its answers in Pacific time: `2020-09-29T05:58:16.187-07:00`. */
export function pacificTime(epochMs: number): string {
  const hour = Math.floor(epochMs / hourMs);
  let offsetHours = pacificOffsets.get(hour);
  if (offsetHours === undefined) {
    const zone = pacific.formatToParts(epochMs).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT-08:00';
    offsetHours = Number(zone.slice(3, 6));
    pacificOffsets.set(hour, offsetHours);
  }
  const local = new Date(epochMs + offsetHours * hourMs).toISOString().slice(0, -1);
  return `${local}-0${-offsetHours}:00`;
}

/** The date that a company without a time zone of its own would write on a transaction now. */
export function pacificDate(epochMs: number): string {
  return pacificTime(epochMs).slice(0, 10);
}
