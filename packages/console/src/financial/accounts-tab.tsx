// The chart of accounts as it was imported from QuickBooks.
import { Badge, Button, Checkbox, Group, Skeleton, Table, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { accountsQuery } from '../api/queries.ts';
import type { Account } from '../api/wire.ts';
import { formatCount } from '../format/money.ts';
import { EmptyState } from '../notices/empty-state.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { WideTable } from '../notices/wide-table.tsx';
import { usePageParameter } from '../use-page-parameter.ts';
import { useTypedText } from '../use-typed-text.ts';
import { words } from '../words.ts';

const page = words.financial;

export function AccountsTab() {
  const accounts = useQuery(accountsQuery);
  const [text = '', setText] = usePageParameter('find');
  const [inactive, setInactive] = usePageParameter('inactive');
  const [typed, type] = useTypedText(text || undefined, (given) => {
    setText(given || undefined);
    return given || undefined;
  });
  if (accounts.error && !accounts.data) return <LoadProblem error={accounts.error} retry={accounts.refetch} />;
  if (!accounts.data) return <Skeleton height={420} radius="md" />;
  if (accounts.data.length === 0) {
    return (
      <section className="panel">
        <EmptyState title={words.mapping.noChart} hint={words.mapping.noChartHint}>
          <Button component={Link} to="/settings/integrations/quickbooks-online">
            {words.mapping.noChartLink}
          </Button>
        </EmptyState>
      </section>
    );
  }
  const shown = accounts.data.filter((account) => (account.active || inactive === '1') && matches(account, text));
  return (
    <section className="panel">
      <div className="panel-head">
        <TextInput
          size="xs"
          w={320}
          aria-label={page.accountSearch}
          placeholder={page.accountSearch}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
        />
        <Group gap="md">
          <Text size="sm" c="dimmed">
            {page.accountCount(formatCount(shown.length))}
          </Text>
          <Checkbox
            label={words.common.includeInactive}
            checked={inactive === '1'}
            onChange={(event) => setInactive(event.currentTarget.checked ? '1' : undefined)}
          />
        </Group>
      </div>
      {shown.length === 0 ? <EmptyState title={words.mapping.filteredOut} /> : <AccountTable accounts={shown} />}
    </section>
  );
}

function AccountTable({ accounts }: { readonly accounts: readonly Account[] }) {
  const numbered = accounts.some(({ number }) => number !== null && number !== '');
  return (
    <WideTable minWidth={620} label={page.tabs.accounts}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            {numbered ? <Table.Th style={{ width: 100 }}>{page.accountNumber}</Table.Th> : null}
            <Table.Th>{words.common.name}</Table.Th>
            <Table.Th>{page.accountType}</Table.Th>
            <Table.Th>{page.accountDetail}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {accounts.map((account) => (
            <Table.Tr key={account.id}>
              {numbered ? <Table.Td>{account.number ?? ''}</Table.Td> : null}
              <Table.Td>
                {account.fullyQualifiedName}{' '}
                {account.active ? null : (
                  <Badge color="gray" variant="default">
                    {words.common.inactive}
                  </Badge>
                )}
              </Table.Td>
              <Table.Td>{account.type}</Table.Td>
              <Table.Td>{account.subType ?? ''}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

function matches(account: Account, text: string): boolean {
  if (text === '') return true;
  const all = `${account.number ?? ''} ${account.fullyQualifiedName} ${account.type} ${account.subType ?? ''}`;
  return all.toLowerCase().includes(text.toLowerCase());
}
