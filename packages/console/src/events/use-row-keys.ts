// j and k walk the rows, x picks the one that has the focus, r retries it, / goes to the search, Escape leaves it, ? shows the keys.
import { useLocalStorage } from '@mantine/hooks';
import { type RefObject, useEffect, useRef } from 'react';

export interface RowKeys {
  readonly list: RefObject<HTMLElement | null>;
  readonly searchField: RefObject<HTMLInputElement | null>;
  readonly onRetry: (id: string) => void;
  /** Null where rows are not picked. */
  readonly onPick: ((id: string) => void) | null;
  readonly onHelp: () => void;
}

/** Whoever speaks to the browser, or hits a key unawares, switches them off (WCAG 2.1.4); the browser remembers it. */
export const useSingleKeys = () =>
  useLocalStorage({ key: 'tillbook-single-keys', defaultValue: true, getInitialValueInEffect: false });

export function useRowKeys(given: RowKeys) {
  const [singleKeys] = useSingleKeys();
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
      if (!singleKeys || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (handle(event.key, keys.current)) event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [singleKeys]);
}

function handle(key: string, { list, searchField, onRetry, onPick, onHelp }: RowKeys): boolean {
  const rows = [...(list.current?.querySelectorAll<HTMLElement>('tr[data-event]') ?? [])];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const id = rows[at]?.dataset.event;
  switch (key) {
    case 'j':
      rows[Math.min(at + 1, rows.length - 1)]?.querySelector('a')?.focus();
      return true;
    case 'k':
      rows[Math.max(at - 1, 0)]?.querySelector('a')?.focus();
      return true;
    case 'r':
      if (id === undefined) return false;
      onRetry(id);
      return true;
    case 'x':
      if (id === undefined || onPick === null) return false;
      onPick(id);
      return true;
    case '/':
      searchField.current?.focus();
      return true;
    case '?':
      onHelp();
      return true;
    default:
      return false;
  }
}

/** Where keys are text; a checkbox takes none. */
function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable], [role="dialog"]') !== null
  );
}
