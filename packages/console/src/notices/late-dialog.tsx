// A dialog whose code is loaded when it is first opened. Where that cannot be had, it is said and the page stays as it is; opened again, it is
// asked for again.
import { type ComponentType, useEffect, useEffectEvent, useState } from 'react';
import { words } from '../words.ts';
import { toast } from './toast.ts';

interface Openable {
  /** Left out: it is there only while it is open. */
  readonly opened?: boolean;
  readonly onClose: () => void;
}

export interface LateDialogProps<Props extends Openable> {
  /** The same one each time. */
  readonly load: () => Promise<ComponentType<Props>>;
  readonly dialog: Props;
}

export function LateDialog<Props extends Openable>({ load, dialog }: LateDialogProps<Props>) {
  const [Loaded, setLoaded] = useState<ComponentType<Props> | null>(null);
  const isWanted = dialog.opened !== false && Loaded === null;
  const giveUp = useEffectEvent(() => {
    toast({ message: words.errors.late, color: 'red', autoClose: 10_000, role: 'alert' });
    dialog.onClose();
  });
  useEffect(() => {
    if (isWanted) load().then((component) => setLoaded(() => component), giveUp);
  }, [isWanted, load]);
  return Loaded === null ? null : <Loaded {...dialog} />;
}
