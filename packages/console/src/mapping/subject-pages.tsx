// The pages that map what the events name: payment types, reason codes, item classes, tax codes.
import { Text } from '@mantine/core';
import type { Role } from '../api/wire.ts';
import { ItemClassClasses } from '../financial/item-class-classes.tsx';
import { PageHead } from '../notices/page-head.tsx';
import { words } from '../words.ts';
import { MappingTable } from './mapping-table.tsx';

const paymentRoles: readonly Role[] = ['payment', 'deposit'];
const reasonRoles: readonly Role[] = ['adjustment', 'gift-card-adjustment', 'cash-movement'];
const itemRoles: readonly Role[] = ['sales', 'cogs', 'inventory', 'purchases-received', 'purchases-returned'];
const taxRoles: readonly Role[] = ['sales-tax'];

export function PaymentTypesPage() {
  const page = words.paymentTypes;
  return (
    <>
      <PageHead eyebrow={page.eyebrow} title={page.title} hint={page.hint} />
      <MappingTable column={page.column} empty={page.empty} roles={paymentRoles} />
    </>
  );
}

export function ReasonCodesPage() {
  const page = words.reasonCodes;
  return (
    <>
      <PageHead eyebrow={page.eyebrow} title={page.title} hint={page.hint} />
      <MappingTable column={page.column} empty={page.empty} roles={reasonRoles} grouped />
    </>
  );
}

export function ItemClassesTab() {
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {words.financial.itemClassHint}
      </Text>
      <MappingTable column={words.financial.itemClass} empty={words.financial.noItemClasses} roles={itemRoles} />
      <ItemClassClasses />
    </>
  );
}

export function TaxTab() {
  return <MappingTable column={words.financial.taxCode} empty={words.financial.noTaxCodes} roles={taxRoles} />;
}
