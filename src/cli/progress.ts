// What a person sees while events are recorded: a bar on a terminal, now and then a line elsewhere. On standard error.
import type { Counts } from '../pipeline/source-port.ts';

const barWidth = 24;
const barEveryMs = 100;
const lineEveryMs = 5_000;

export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface ProgressOptions {
  /** "into the books of My shop". */
  readonly where: string;
  /** How much of the input is read, 0 to 1; null where its size is not known. */
  readonly share: () => number | null;
  readonly output: ProgressOutput;
  readonly nowMs: () => number;
}

export class Progress {
  readonly #options: ProgressOptions;
  readonly #startedMs: number;
  #shownMs = Number.NEGATIVE_INFINITY;
  #bar = '';

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#startedMs = options.nowMs();
  }

  show(counts: Readonly<Counts>): void {
    const { output, nowMs } = this.#options;
    const isTerminal = output.isTTY === true;
    if (eventCount(counts) === 0 || nowMs() - this.#shownMs < (isTerminal ? barEveryMs : lineEveryMs)) return;
    this.#shownMs = nowMs();
    if (!isTerminal) {
      output.write(`${this.#words(counts)}\n`);
      return;
    }
    const line = `${bar(this.#options.share())}${this.#words(counts)}`;
    this.#bar = line.slice(0, (output.columns ?? line.length + 1) - 1);
    output.write(`\r\u001B[K${this.#bar}`);
  }

  /** A line of its own, which the bar makes room for. */
  say(line: string): void {
    this.#options.output.write(this.#bar === '' ? `${line}\n` : `\r\u001B[K${line}\n${this.#bar}`);
  }

  /** Takes the bar away: what is to be read comes after it. */
  end(): void {
    if (this.#bar !== '') this.#options.output.write('\r\u001B[K');
    this.#bar = '';
  }

  #words(counts: Readonly<Counts>): string {
    const { where, share, nowMs } = this.#options;
    const events = eventCount(counts);
    const seconds = (nowMs() - this.#startedMs) / 1000;
    const part = share();
    const details = [
      ...(part === null ? [] : [`${Math.floor(part * 100)} %`]),
      ...(seconds > 0 ? [`${shown(Math.round(events / seconds))} a second`] : []),
      ...(counts.duplicate > 0 ? [`${shown(counts.duplicate)} there already`] : []),
    ];
    // The figures first: a narrow terminal cuts the end.
    return `${shown(events)} events ${details.length > 0 ? `(${details.join(', ')}) ` : ''}${where}`;
  }
}

function bar(share: number | null): string {
  if (share === null) return '';
  const full = Math.round(share * barWidth);
  return `${'█'.repeat(full)}${'░'.repeat(barWidth - full)} `;
}

export function shown(count: number): string {
  return count.toLocaleString('en-US');
}

export function eventCount({ recorded, duplicate, conflict, invalid }: Readonly<Counts>): number {
  return recorded + duplicate + conflict + invalid;
}

export function sumUp(counts: Readonly<Counts>, first: 'recorded' | 'new' = 'recorded'): string {
  const { recorded, duplicate, conflict, invalid } = counts;
  return `${first} ${recorded}, duplicate ${duplicate} (there already), conflict ${conflict}, invalid ${invalid}`;
}
