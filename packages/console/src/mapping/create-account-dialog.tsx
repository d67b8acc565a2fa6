// An account that is missing is made in QuickBooks from the row that needs it: name, number, type and sub-type, filled in as usual.
import { Button, Group, Select, SimpleGrid, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { ApiError, messageOf, send } from '../api/client.ts';
import { accountProposalQuery, accountsQuery } from '../api/queries.ts';
import { useAction } from '../api/use-action.ts';
import type { Account, AccountProposal, MappingRow } from '../api/wire.ts';
import { Dialog } from '../notices/dialog.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { useDraft } from '../unsaved/use-draft.ts';
import { words } from '../words.ts';
import { accountLabel } from './account-choices.ts';
import { inWords } from './in-words.ts';
import { fieldLabel } from './use-mapping.ts';

const page = words.mapping.create;

export interface CreateAccountDialogProps {
  readonly row: MappingRow;
  /** Types that the role takes. */
  readonly types: readonly string[];
  readonly onMade: (accountId: string) => void;
  readonly onClose: () => void;
}

export function CreateAccountDialog(props: CreateAccountDialogProps) {
  const { row, onClose } = props;
  const proposal = useQuery(accountProposalQuery(row));
  return (
    <Dialog opened onClose={onClose} title={page.title}>
      <Text size="sm" c="dimmed" mb="md">
        {page.intro(fieldLabel(row))}
      </Text>
      {proposal.data !== undefined ? (
        <CreateForm {...props} proposal={proposal.data} />
      ) : proposal.error ? (
        <LoadProblem error={proposal.error} retry={proposal.refetch} />
      ) : (
        <Skeleton height={210} />
      )}
    </Dialog>
  );
}

interface NewAccount {
  readonly name: string;
  readonly number: string;
  readonly type: string;
  readonly subType: string;
}

function CreateForm(props: CreateAccountDialogProps & { readonly proposal: AccountProposal }) {
  const { proposal, types, onMade, onClose } = props;
  const { name, type, subType } = proposal;
  const draft = useDraft<NewAccount>({ name, number: '', type, subType });
  const { form } = draft;
  const client = useQueryClient();
  const create = useAction<NewAccount, { account: Account }>({
    run: ({ number, ...account }) =>
      send('POST', '/api/v1/accounts', { ...account, number: number.trim() === '' ? null : number }),
    say: ({ account }) => page.made(account.name),
    after({ account }) {
      client.setQueryData(accountsQuery.queryKey, (chart) => [...(chart ?? []), account]);
      onMade(account.id);
    },
    quietErrors: true,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(form);
  };
  const change = (changed: Partial<NewAccount>) => {
    create.reset();
    draft.change({ ...form, ...changed });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <AccountFields form={form} onChange={change} proposal={proposal} />
        {create.isError ? <CreateProblem error={create.error} name={form.name} types={types} onUse={onMade} /> : null}
        <Group justify="flex-end" mt="xs">
          {create.isPending ? (
            <Text size="sm" c="dimmed" role="status">
              {page.asking}
            </Text>
          ) : null}
          <Button variant="default" onClick={onClose}>
            {words.common.cancel}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {page.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface AccountFieldsProps {
  readonly form: NewAccount;
  readonly onChange: (change: Partial<NewAccount>) => void;
  readonly proposal: AccountProposal;
}

const nameLengthMax = 100;
const numberLengthMax = 20;

function AccountFields({ form, onChange, proposal }: AccountFieldsProps) {
  const subTypes = proposal.types.find(({ type }) => type === form.type)?.subTypes ?? [];
  const choose = (type: string | null) => {
    const first = proposal.types.find((one) => one.type === type)?.subTypes[0];
    if (type !== null && first !== undefined) onChange({ type, subType: first });
  };
  return (
    <>
      <TextInput
        label={words.common.name}
        value={form.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        maxLength={nameLengthMax}
        required
        withAsterisk={false}
        data-autofocus
      />
      <TextInput
        label={page.number}
        description={page.numberHint}
        value={form.number}
        onChange={(event) => onChange({ number: event.currentTarget.value })}
        maxLength={numberLengthMax}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <Select
          label={page.type}
          data={proposal.types.map(({ type }) => type)}
          value={form.type}
          onChange={choose}
          allowDeselect={false}
        />
        <Select
          label={page.subType}
          data={subTypes.map((value) => ({ value, label: inWords(value) }))}
          value={form.subType}
          onChange={(subType) => subType !== null && onChange({ subType })}
          allowDeselect={false}
        />
      </SimpleGrid>
    </>
  );
}

interface CreateProblemProps {
  readonly error: unknown;
  readonly name: string;
  readonly types: readonly string[];
  readonly onUse: (accountId: string) => void;
}

/** One of that name may be just what is wanted: it is in the chart by then. */
function CreateProblem({ error, name, types, onUse }: CreateProblemProps) {
  const taken = error instanceof ApiError && error.code === 'name-taken';
  const { data: chart } = useQuery({ ...accountsQuery, ...(taken && { staleTime: 0 }) });
  const same = taken ? chart?.find((one) => one.fullyQualifiedName.toLowerCase() === name.trim().toLowerCase()) : null;
  const usable = same?.active === true && types.includes(same.type) ? same : null;
  return (
    <div role="alert">
      <Text size="sm" className="fault">
        <IconAlertTriangle size={14} aria-hidden style={{ verticalAlign: -2 }} /> {messageOf(error)}
      </Text>
      {usable === null ? null : (
        <Button size="compact-sm" variant="default" mt={6} onClick={() => onUse(usable.id)}>
          {page.takeInstead(accountLabel(usable))}
        </Button>
      )}
    </div>
  );
}
