// The places where events are listed: the Financial events tabs, the tickets, and the lists of each part of the shop.
import { useRouterState } from '@tanstack/react-router';
import { PageHead } from '../notices/page-head.tsx';
import { words } from '../words.ts';
import { EventList } from './event-list.tsx';
import { GiftCardsOwed } from './gift-cards-owed.tsx';
import { type ShopListName, shopListNames } from './shop-lists.ts';

export function EventsTab() {
  return <EventList />;
}

export function TicketsPage() {
  return (
    <>
      <PageHead eyebrow={words.nav.sales} title={words.events.ticketsTitle} hint={words.events.ticketsHint} />
      <EventList list="tickets" />
    </>
  );
}

/** The last part of the address says which. */
export function ShopListPage() {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const list = shopListNames.find((name) => path === `/${name}`);
  return list === undefined || list === 'tickets' ? null : <ShopList key={list} list={list} />;
}

function ShopList({ list }: { readonly list: Exclude<ShopListName, 'tickets'> }) {
  const { title, hint } = words.lists[list];
  return (
    <>
      <PageHead title={title} hint={hint} />
      {list === 'gift-cards' ? <GiftCardsOwed /> : null}
      <EventList list={list} />
    </>
  );
}
