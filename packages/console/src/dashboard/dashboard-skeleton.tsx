// What stands in the place of the dashboard while it is read: panels of the size that they will have.
import { Skeleton, VisuallyHidden } from '@mantine/core';
import { words } from '../words.ts';

export function DashboardSkeleton() {
  return (
    <div role="status">
      <VisuallyHidden>{words.dashboard.loading}</VisuallyHidden>
      <div className="dashboard-rows" aria-hidden>
        <Skeleton height={24} width={320} maw="100%" />
        <Skeleton className="figures-skeleton" radius="md" />
        <div className="split">
          <Skeleton height={439} radius="md" />
          <Skeleton height={439} radius="md" />
        </div>
        <div className="thirds">
          <Skeleton height={375} radius="md" />
          <Skeleton height={375} radius="md" />
          <Skeleton height={375} radius="md" />
        </div>
      </div>
    </div>
  );
}
