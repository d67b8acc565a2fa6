// Addresses from which the file of an attachment can be had without a token, for a quarter of an hour.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock.ts';

const lifeMs = 900_000;

interface File {
  readonly realmId: string;
  readonly id: number;
}

export interface Downloads {
  /** Absolute: `origin` is how the client names this server. */
  at(origin: string): { addressOf(file: File): string };
  /** The file that an address stands for, or null when it is none, or too old. */
  fileAt(path: readonly string[]): File | null;
}

/** The key lives as long as the process: addresses are not to be kept. */
export function createDownloads(clock: Clock): Downloads {
  const key = randomBytes(32);
  const sign = ({ realmId, id }: File, until: number) =>
    createHmac('sha256', key).update(`${realmId}/${id}/${until}`).digest('hex');
  return {
    at: (origin) => ({
      addressOf: (file) => {
        const until = clock.now() + lifeMs;
        return `${origin}/files/${file.realmId}/${file.id}/${until}/${sign(file, until)}`;
      },
    }),
    fileAt: ([realmId = '', id = '', until = '', signature = '']) => {
      const file = { realmId, id: Number(id) };
      const wanted = Buffer.from(sign(file, Number(until)));
      const given = Buffer.from(signature);
      const isSigned = wanted.length === given.length && timingSafeEqual(wanted, given);
      return isSigned && Number(until) > clock.now() ? file : null;
    },
  };
}
