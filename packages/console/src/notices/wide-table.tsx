// A table that is wider than its place: on a small screen its rows stand as blocks, each cell under the name of its column; between that and its
// full width it scrolls by itself, and then takes the focus, so that arrow keys scroll it too.
import './wide-table.css';
import {
  type CSSProperties,
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { words } from '../words.ts';

export interface WideTableProps {
  /** Below this width, in pixels, it is laid out otherwise. */
  readonly minWidth: number;
  /** What a screen reader calls the part that scrolls. */
  readonly label: string;
  /** As a file has its columns, on any screen. */
  readonly keepsColumns?: boolean;
  readonly children: ReactNode;
}

/** In a place of at least this width there is more to see of a table side by side than of blocks. */
const blockWidthMax = 760;

export function WideTable({ minWidth, label, keepsColumns = false, children }: WideTableProps) {
  const frame = useRef<HTMLDivElement>(null);
  const { width, scrolls } = useSize(frame);
  const isStacked = !keepsColumns && width < Math.min(minWidth, blockWidthMax);
  useEffect(() => nameColumns(frame.current));
  const region = scrolls ? { tabIndex: 0, role: 'region', 'aria-label': words.common.tableOf(label) } : {};
  return (
    <div ref={frame} className="wide-table" data-stacked={isStacked || undefined} {...region}>
      <div style={{ '--min-width': `${minWidth}px` } as CSSProperties}>{children}</div>
    </div>
  );
}

function useSize(frame: RefObject<HTMLDivElement | null>): { readonly width: number; readonly scrolls: boolean } {
  const [size, setSize] = useState({ width: Number.POSITIVE_INFINITY, scrolls: false });
  // Before it is first seen: nothing jumps.
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = () => {
      const { clientWidth: width, scrollWidth } = element;
      const scrolls = scrollWidth > width;
      setSize((before) => (before.width === width && before.scrolls === scrolls ? before : { width, scrolls }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, [frame]);
  return size;
}

/** The head of the table is where they are written; wide-table.css sets them before the cells. What is hidden in the head is not shown there. */
function nameColumns(frame: HTMLDivElement | null): void {
  const headings = frame?.querySelectorAll(':scope > div > table > thead th') ?? [];
  for (const [column, heading] of headings.entries()) {
    const isHidden = heading.querySelector('.mantine-VisuallyHidden-root') !== null;
    const text = isHidden ? '' : (heading.textContent ?? '');
    frame?.style.setProperty(`--heading-${column + 1}`, JSON.stringify(text));
  }
}
