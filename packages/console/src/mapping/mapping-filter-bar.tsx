// What of a mapping is shown: all, mapped or unmapped, by a text, in an order, with the inactive; all of it in the address.
import { Checkbox, Group, SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { usePageParameter } from '../use-page-parameter.ts';
import { useTypedText } from '../use-typed-text.ts';
import { words } from '../words.ts';

const page = words.mapping;

export function useMappingFilter() {
  const [inactive, setInactive] = usePageParameter('inactive');
  const [show = 'all', setShow] = usePageParameter('show');
  const [text = '', setText] = usePageParameter('find');
  const [order = 'name', setOrder] = usePageParameter('order');
  return {
    ...{ show, text, order, inactive: inactive === '1' },
    /** Another one: another list. */
    key: JSON.stringify([inactive, show, text, order]),
    setInactive: (on: boolean) => setInactive(on ? '1' : undefined),
    setShow: (value: string) => setShow(value === 'all' ? undefined : value),
    setText,
    setOrder: (value: string | null) => setOrder(value === 'name' || value === null ? undefined : value),
  };
}

type MappingFilter = ReturnType<typeof useMappingFilter>;

export function MappingFilterBar({
  filter,
  withOrder,
}: {
  readonly filter: MappingFilter;
  readonly withOrder?: boolean;
}) {
  const [typed, type] = useTypedText(filter.text || undefined, (given) => {
    filter.setText(given || undefined);
    return given || undefined;
  });
  return (
    <div className="panel-head">
      <Group gap="sm">
        <SegmentedControl
          size="xs"
          aria-label={page.show}
          value={filter.show}
          onChange={filter.setShow}
          data={[
            { value: 'all', label: words.common.all },
            { value: 'mapped', label: page.mapped },
            { value: 'unmapped', label: page.unmapped },
          ]}
        />
        <TextInput
          size="xs"
          aria-label={words.common.search}
          placeholder={words.common.search}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
        />
        {withOrder === true ? (
          <Select
            size="xs"
            w={150}
            aria-label={page.subject.order}
            value={filter.order}
            onChange={filter.setOrder}
            allowDeselect={false}
            data={Object.entries(page.subject.orders).map(([value, label]) => ({ value, label }))}
          />
        ) : null}
      </Group>
      <Checkbox
        label={words.common.includeInactive}
        checked={filter.inactive}
        onChange={(event) => filter.setInactive(event.currentTarget.checked)}
      />
    </div>
  );
}
