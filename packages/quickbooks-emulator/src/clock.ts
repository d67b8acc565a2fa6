// The emulator's time: real, or set, moved and stopped through the control API. All expiries, limits and stamps read it.

export interface Clock {
  now(): number;
  set(now: number): void;
  advance(milliseconds: number): void;
  /** It stands still, or goes on from where it stands, and can be set and moved meanwhile. */
  stop(isStopped: boolean): void;
  readonly isStopped: boolean;
  /** Real time again. */
  reset(): void;
}

/** `real`: what is taken for real time. */
export function createClock(real: () => number = Date.now): Clock {
  let offsetMs = 0;
  let stoppedAt: number | null = null;
  const now = () => stoppedAt ?? real() + offsetMs;
  const set = (moment: number) => {
    if (stoppedAt === null) offsetMs = moment - real();
    else stoppedAt = moment;
  };
  return {
    now,
    set,
    advance: (milliseconds) => set(now() + milliseconds),
    stop: (isStopped) => {
      const moment = now();
      stoppedAt = isStopped ? moment : null;
      if (!isStopped) set(moment);
    },
    get isStopped() {
      return stoppedAt !== null;
    },
    reset: () => {
      offsetMs = 0;
      stoppedAt = null;
    },
  };
}

const hourMs = 3_600_000;
const pacificOffsets = new Map<number, number>();
const pacific = new Intl.DateTimeFormat('en-US', { timeZone: 'America/Los_Angeles', timeZoneName: 'longOffset' });

/** The entries of a batch ask for one moment again and again. */
let last = { epochMs: Number.NaN, text: '' };

/** Intuit stamps its answers in Pacific time: `2020-09-29T05:58:16.187-07:00`. */
export function pacificTime(epochMs: number): string {
  if (epochMs !== last.epochMs) last = { epochMs, text: pacificText(epochMs) };
  return last.text;
}

function pacificText(epochMs: number): string {
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
