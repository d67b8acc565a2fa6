// The keys of a list, shown by ? or its button.
import { Kbd } from '@mantine/core';
import { Dialog } from '../notices/dialog.tsx';
import { words } from '../words.ts';

const keys = words.eventList.keys;

export function KeyHelp({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
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
    </Dialog>
  );
}
