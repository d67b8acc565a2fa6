// Below a list that comes in pages: the next page, or how many rows there are.
import { Button, Text } from '@mantine/core';
import { words } from '../words.ts';

export interface ListEndProps {
  readonly pages: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    fetchNextPage(): unknown;
  };
  /** What is said at the end; null where nothing is listed. */
  readonly end: string | null;
}

export function ListEnd({ pages, end }: ListEndProps) {
  if (pages.hasNextPage) {
    return (
      <Button variant="default" size="xs" onClick={() => void pages.fetchNextPage()} loading={pages.isFetchingNextPage}>
        {words.common.loadMore}
      </Button>
    );
  }
  return end === null ? null : (
    <Text size="xs" c="dimmed">
      {end}
    </Text>
  );
}
