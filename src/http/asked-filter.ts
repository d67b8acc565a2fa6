// From a filter on the wire to one of the books: one exact amount is a range of one, kinds may be several.
import type { z } from 'zod';
import type { EventFilter } from '../pipeline/company-books.ts';
import type { eventSelectionSchema } from './contract.ts';
import { definedOnly } from './optional-fields.ts';

type Asked = z.output<typeof eventSelectionSchema>;

export function askedFilter({ kind, amount, ...rest }: Asked): Omit<EventFilter, 'limit' | 'cursor'> {
  return {
    ...definedOnly(rest),
    ...(kind !== undefined && { kinds: kind }),
    ...(amount !== undefined && { amountFrom: amount, amountTo: amount }),
  };
}
