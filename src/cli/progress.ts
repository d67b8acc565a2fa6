// What a person sees of recording: a running count and every event that was not taken, on standard error; the sum on standard output.
import type { Complaint, Counts } from './record-in-batches.ts';

const complaintsMax = 100;

export class Progress {
  readonly #where: string;
  #complaints = 0;

  constructor(where: string) {
    this.#where = where;
  }

  show(counts: Readonly<Counts>): void {
    const total = counts.recorded + counts.duplicate + counts.conflict + counts.invalid;
    process.stderr.write(`${total} events ${this.#where}\n`);
  }

  complain({ place, key, status, problems }: Complaint): void {
    this.#complaints++;
    if (this.#complaints > complaintsMax) return;
    const which = key === null ? place : `${place} (${key})`;
    const why =
      status === 'conflict'
        ? ['there already with other content; the first one stands']
        : problems.map(({ pointer, rule }) => `${pointer || 'the event'}: ${rule}`);
    for (const reason of why) process.stderr.write(`${which}: ${reason}\n`);
    if (this.#complaints === complaintsMax) process.stderr.write('… further ones are counted, not listed\n');
  }
}

export function sumUp(counts: Readonly<Counts>): string {
  const { recorded, duplicate, conflict, invalid } = counts;
  return `recorded ${recorded}, duplicate ${duplicate}, conflict ${conflict}, invalid ${invalid}`;
}
