// A part of a page under a heading of its own.
import { Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';

export function Panel({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id}>
      <div className="panel-head">
        <Title order={2} id={id}>
          {title}
        </Title>
      </div>
      <div className="panel-body">{children}</div>
    </section>
  );
}
