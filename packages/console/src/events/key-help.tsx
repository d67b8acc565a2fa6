// The keys of a list, shown by ? or its button, and the switch of those that are a single character.
import { Kbd, Switch } from '@mantine/core';
import { Dialog } from '../notices/dialog.tsx';
import { words } from '../words.ts';
import { useSingleKeys } from './use-row-keys.ts';

const keys = words.eventList.keys;

export function KeyHelp({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const [singleKeys, setSingleKeys] = useSingleKeys();
  return (
    <Dialog opened={opened} onClose={onClose} title={keys.title} size="sm">
      <dl className="key-list">
        {keys.list.map(([key, what]) => (
          <div key={key} style={{ display: 'contents' }}>
            <dt>
              {key.split(/ +/).map((one) => (
                <Kbd key={one} size="sm" mr={4}>
                  {one}
                </Kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <Switch
        mt="md"
        label={keys.single}
        description={keys.singleHint}
        checked={singleKeys}
        onChange={(event) => setSingleKeys(event.currentTarget.checked)}
      />
    </Dialog>
  );
}
