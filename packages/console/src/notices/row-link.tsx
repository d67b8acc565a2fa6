// What a row opens on this page, as a link that can also be opened beside it.
import type { ReactNode } from 'react';

export interface RowLinkProps {
  /** The value of the address that opens it. */
  readonly parameter: 'event' | 'summary';
  readonly id: string;
  readonly onOpen: (id: string) => void;
  readonly children: ReactNode;
}

export function RowLink({ parameter, id, onOpen, children }: RowLinkProps) {
  return (
    <a
      className="row-link"
      href={`?${parameter}=${encodeURIComponent(id)}`}
      onClick={(event) => {
        event.stopPropagation();
        if (event.metaKey || event.ctrlKey) return;
        event.preventDefault();
        onOpen(id);
      }}
    >
      {children}
    </a>
  );
}
