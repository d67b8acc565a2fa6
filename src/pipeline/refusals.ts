// A request is refused for all that is wrong with it at once, under the code of the first.
import type { OperationRefusal } from './company-books.ts';

/** Null where nothing is refused. */
export function asOne(refusals: readonly OperationRefusal[]): OperationRefusal | null {
  const [first] = refusals;
  return first === undefined ? null : { ...first, message: refusals.map(({ message }) => message).join(' ') };
}
