// Accounts that are chosen and wait for the date of the change. The page keeps them: a tab or a filter takes a row away, and brings it back.
import { useState } from 'react';
import type { MappingRow } from '../api/wire.ts';
import { useUnsaved } from '../unsaved/unsaved.ts';

/** What was chosen, and the rows as they were then: they may be read anew while a date is thought about. */
export interface Changing {
  readonly accountId: string;
  readonly from: string;
  readonly seen: readonly MappingRow[];
}

/** Null: nothing of this row waits. */
export type ChangingOf = (rowKey: string) => [changing: Changing | null, set: (changing: Changing | null) => void];

export function useChanging(): ChangingOf {
  const [byRow, setByRow] = useState<ReadonlyMap<string, Changing>>(new Map());
  useUnsaved(byRow.size > 0);
  return (rowKey) => [
    byRow.get(rowKey) ?? null,
    (changing) =>
      setByRow((now) => {
        const others = [...now].filter(([key]) => key !== rowKey);
        return new Map(changing === null ? others : [...others, [rowKey, changing]]);
      }),
  ];
}
