// What is typed between Ctrl-K and the moment that the palette's field takes it: kept for it, and kept from the page, where r alone retries an event.
import { useCallback, useLayoutEffect, useRef } from 'react';

/** Answers what takes it, once: from then on the field has the keys. */
export function useEarlyTyping(opened: boolean): () => string {
  const typed = useRef('');
  const isWaiting = useRef(false);
  useLayoutEffect(() => {
    if (!opened) return;
    isWaiting.current = true;
    const keep = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey } = event;
      if (!isWaiting.current || key.length > 1 || ctrlKey || metaKey || altKey) return;
      typed.current += key;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('keydown', keep, { capture: true });
    return () => {
      window.removeEventListener('keydown', keep, { capture: true });
      isWaiting.current = false;
      typed.current = '';
    };
  }, [opened]);
  return useCallback(() => {
    isWaiting.current = false;
    const taken = typed.current;
    typed.current = '';
    return taken;
  }, []);
}
