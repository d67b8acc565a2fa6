// The places where events are listed: the Financial events tabs, and the tickets alone.
import { PageHead } from '../notices/page-head.tsx';
import { words } from '../words.ts';
import { EventList } from './event-list.tsx';

export function EventsTab() {
  return <EventList />;
}

export function TicketsPage() {
  return (
    <>
      <PageHead eyebrow={words.nav.sales} title={words.events.ticketsTitle} hint={words.events.ticketsHint} />
      <EventList kind="sale" />
    </>
  );
}
