// A button for what not every role may do. Whoever may not finds it, too, and is told why: by its description, its title, and when it is pressed.
import { Button, type ButtonProps } from '@mantine/core';
import type { ComponentPropsWithoutRef } from 'react';
import type { GuardedRoute } from '../api/wire.ts';
import { sayWhyNot, useWhyNot } from './why-not.ts';

export interface ActionButtonProps extends ButtonProps, Omit<ComponentPropsWithoutRef<'button'>, keyof ButtonProps> {
  /** The route that it leads to in the end. */
  readonly needs: GuardedRoute;
}

export function ActionButton({ needs, ...button }: ActionButtonProps) {
  const whyNot = useWhyNot(needs);
  if (whyNot === null) return <Button {...button} />;
  return (
    <Button
      {...button}
      type="button"
      disabled={false}
      data-disabled
      aria-disabled
      aria-describedby={whyNot.id}
      title={whyNot.sentence}
      onClick={() => sayWhyNot(whyNot)}
    />
  );
}
