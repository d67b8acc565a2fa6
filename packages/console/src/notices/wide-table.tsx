// A table that is wider than a small screen scrolls by itself, and then takes the focus, so that arrow keys scroll it too.
import { type CSSProperties, type ReactNode, useEffect, useRef, useState } from 'react';
import { words } from '../words.ts';

export interface WideTableProps {
  /** Below this width, in pixels, it scrolls. */
  readonly minWidth: number;
  /** What a screen reader calls the part that scrolls. */
  readonly label: string;
  readonly children: ReactNode;
}

export function WideTable({ minWidth, label, children }: WideTableProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setScrolls(element.scrollWidth > element.clientWidth));
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);
  const region = scrolls ? { tabIndex: 0, role: 'region', 'aria-label': words.common.tableOf(label) } : {};
  return (
    <div ref={frame} className="wide-table" {...region}>
      <div style={{ '--min-width': `${minWidth}px` } as CSSProperties}>{children}</div>
    </div>
  );
}
