// One reading of all the files of an import, and how far it is.
import type { ImportSource } from './import-source.ts';
import { Progress } from './progress.ts';

export class Reading {
  readonly progress: Progress;
  readonly #sources: readonly ImportSource[];
  #bytesBefore = 0;
  #current: ImportSource | null = null;

  /** `where` the events go, in words: "into the books of My shop". */
  constructor(sources: readonly ImportSource[], where: string) {
    this.#sources = sources;
    const sizes = sources.map(({ bytes }) => bytes);
    const bytes = sizes.includes(null) ? 0 : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
    const bytesRead = () => this.#bytesBefore + (this.#current?.bytesRead() ?? 0);
    this.progress = new Progress({
      where,
      share: () => (bytes === 0 ? null : Math.min(1, bytesRead() / bytes)),
      output: process.stderr,
      nowMs: () => performance.now(),
    });
  }

  /** In their order; each is read while it is the last one given. */
  *each(): Generator<ImportSource> {
    for (const source of this.#sources) {
      this.#current = source;
      yield source;
      this.#bytesBefore += source.bytes ?? 0;
    }
    this.#current = null;
  }
}
