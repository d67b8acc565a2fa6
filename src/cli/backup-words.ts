// What a backup holds, in a few words.
const shown = [
  ['tillbook.company', 'company', 'companies'],
  ['tillbook.financial_event', 'event', 'events'],
  ['tillbook.journal_entry', 'journal entry', 'journal entries'],
] as const;

/** `rows`: how many, by table. */
export function rowsInWords(rows: ReadonlyMap<string, number>): string {
  return shown
    .map(([table, one, several]) => {
      const count = rows.get(table) ?? 0;
      return `${count.toLocaleString('en-US')} ${count === 1 ? one : several}`;
    })
    .join(', ');
}
