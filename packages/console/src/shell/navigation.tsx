// The places, with the words people know them by.
import { Badge } from '@mantine/core';
import {
  IconArrowsLeftRight,
  IconBell,
  IconBuildingBank,
  IconCash,
  IconChartBar,
  IconCreditCard,
  IconFileImport,
  IconGift,
  IconHistory,
  IconKey,
  IconListDetails,
  IconPackages,
  IconPlaneDeparture,
  IconReceipt,
  IconTags,
  IconTruckDelivery,
  IconUsers,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { alertsQuery } from '../api/queries.ts';
import { useMayUse } from '../roles/why-not.ts';
import { words } from '../words.ts';

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const;

export function Navigation({ onGo }: { readonly onGo: () => void }) {
  const mayUse = useMayUse();
  return (
    <nav aria-label={words.nav.label}>
      <div style={{ height: 10 }} />
      <Link onClick={onGo} to="/" className="nav-link" activeOptions={{ exact: true, includeSearch: false }}>
        <IconChartBar {...icon} />
        {words.nav.dashboard}
        <AlertCount />
      </Link>
      <Link onClick={onGo} to="/sales" className="nav-head">
        {words.nav.sales}
      </Link>
      <Link onClick={onGo} to="/sales/tickets" className="nav-link" activeOptions={{ includeSearch: false }}>
        <IconReceipt {...icon} />
        {words.nav.tickets}
      </Link>
      <ShopLists onGo={onGo} />
      <Link onClick={onGo} to="/import" className="nav-link">
        <IconFileImport {...icon} />
        {words.nav.import}
      </Link>
      <Link onClick={onGo} to="/settings" className="nav-head">
        {words.nav.settings}
      </Link>
      <Integrations onGo={onGo} />
      <div style={{ height: 8 }} />
      <Link onClick={onGo} to="/settings/mapping" className="nav-link" activeOptions={{ includeSearch: false }}>
        <IconArrowsLeftRight {...icon} />
        {words.mapping.page.title}
      </Link>
      <Link onClick={onGo} to="/settings/financial" className="nav-link">
        <IconListDetails {...icon} />
        {words.nav.financial}
      </Link>
      <Link onClick={onGo} to="/settings/payment-types" className="nav-link">
        <IconCreditCard {...icon} />
        {words.nav.paymentTypes}
      </Link>
      <Link onClick={onGo} to="/settings/reason-codes" className="nav-link">
        <IconTags {...icon} />
        {words.nav.reasonCodes}
      </Link>
      <Link onClick={onGo} to="/settings/notifications" className="nav-link">
        <IconBell {...icon} />
        {words.nav.notifications}
      </Link>
      {mayUse('GET /users') ? (
        <Link onClick={onGo} to="/settings/users" className="nav-link">
          <IconUsers {...icon} />
          {words.nav.users}
        </Link>
      ) : null}
      {mayUse('GET /api-keys') ? (
        <Link onClick={onGo} to="/settings/api-keys" className="nav-link">
          <IconKey {...icon} />
          {words.nav.apiKeys}
        </Link>
      ) : null}
      <Link onClick={onGo} to="/settings/audit-log" className="nav-link">
        <IconHistory {...icon} />
        {words.nav.auditLog}
      </Link>
    </nav>
  );
}

const shopLists = [
  { to: '/inventory', label: words.nav.inventory, Icon: IconPackages },
  { to: '/purchasing', label: words.nav.purchasing, Icon: IconTruckDelivery },
  { to: '/gift-cards', label: words.nav.giftCards, Icon: IconGift },
  { to: '/cash', label: words.nav.cash, Icon: IconCash },
] as const;

function ShopLists({ onGo }: { readonly onGo: () => void }) {
  return shopLists.map(({ to, label, Icon }) => (
    <Link key={to} onClick={onGo} to={to} className="nav-link" activeOptions={{ includeSearch: false }}>
      <Icon {...icon} />
      {label}
    </Link>
  ));
}

function Integrations({ onGo }: { readonly onGo: () => void }) {
  return (
    <>
      <Link onClick={onGo} to="/settings/integrations" className="nav-head" data-depth="2">
        {words.nav.integrations}
      </Link>
      <Link onClick={onGo} to="/settings/integrations/quickbooks-online" className="nav-link">
        <IconBuildingBank {...icon} />
        {words.nav.quickbooks}
      </Link>
      <Link onClick={onGo} to="/preflight" className="nav-link">
        <IconPlaneDeparture {...icon} />
        {words.nav.preflight}
      </Link>
    </>
  );
}

function AlertCount() {
  const { data: alerts } = useQuery(alertsQuery);
  if (alerts === undefined || alerts.length === 0) return null;
  return (
    <Badge color="red" variant="filled" size="sm" ml="auto" px={6} title={words.nav.alerts(alerts.length)}>
      {alerts.length}
    </Badge>
  );
}
