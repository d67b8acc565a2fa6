// j and k walk the rows, r retries the one that has the focus, / goes to the search, Escape leaves it.
import { type RefObject, useEffect, useRef } from 'react';

export interface RowKeys {
  readonly list: RefObject<HTMLElement | null>;
  readonly searchField: RefObject<HTMLInputElement | null>;
  readonly onRetry: (id: string) => void;
}

export function useRowKeys(given: RowKeys) {
  const keys = useRef(given);
  useEffect(() => {
    keys.current = given;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && event.target === keys.current.searchField.current) {
        keys.current.searchField.current?.blur();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (handle(event.key, keys.current)) event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

function handle(key: string, { list, searchField, onRetry }: RowKeys): boolean {
  const rows = [...(list.current?.querySelectorAll<HTMLElement>('tr[data-event]') ?? [])];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  switch (key) {
    case 'j':
      rows[Math.min(at + 1, rows.length - 1)]?.querySelector('a')?.focus();
      return true;
    case 'k':
      rows[Math.max(at - 1, 0)]?.querySelector('a')?.focus();
      return true;
    case 'r': {
      const id = rows[at]?.dataset.event;
      if (id === undefined) return false;
      onRetry(id);
      return true;
    }
    case '/':
      searchField.current?.focus();
      return true;
    default:
      return false;
  }
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable], [role="dialog"]') !== null
  );
}
