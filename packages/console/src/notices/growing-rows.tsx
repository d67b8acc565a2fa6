// A list of many rows is shown as far as somebody has come: more appear before its end is reached.
import { Button, Group, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { formatCount } from '../format/money.ts';
import { words } from '../words.ts';

const rowsAtOnce = 25;
/** So far below what is seen the next rows are made ready. */
const ahead = '600px';

export interface GrowingRows<Row> {
  readonly shown: readonly Row[];
  readonly more: () => void;
  readonly left: number;
}

/** `key`: another list begins from its top again. */
export function useGrowingRows<Row>(rows: readonly Row[], key: string): GrowingRows<Row> {
  const [grown, setGrown] = useState({ key, rows: rowsAtOnce });
  const count = grown.key === key ? grown.rows : rowsAtOnce;
  return {
    shown: rows.length <= count ? rows : rows.slice(0, count),
    left: Math.max(rows.length - count, 0),
    more: () => setGrown({ key, rows: count + rowsAtOnce }),
  };
}

/** The button is for who does not scroll. */
export function MoreRows({ left, more }: Pick<GrowingRows<unknown>, 'left' | 'more'>) {
  const end = useRef<HTMLDivElement>(null);
  const grow = useRef(more);
  grow.current = more;
  useEffect(() => {
    const element = end.current;
    if (element === null || left === 0) return;
    const observer = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && grow.current(),
      { rootMargin: ahead },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [left]);
  if (left === 0) return null;
  return (
    <Group ref={end} px={18} py={10} gap="sm">
      <Button size="xs" variant="default" onClick={more}>
        {words.common.loadMore}
      </Button>
      <Text size="sm" c="dimmed">
        {words.mapping.moreRows(formatCount(left))}
      </Text>
    </Group>
  );
}
