// The frame of the pages before the session: sign-in and the owner's account.
import { Group, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { ColorSchemeToggle } from '../shell/color-scheme-toggle.tsx';
import { words } from '../words.ts';

export function Door(props: { readonly title: string; readonly intro: string; readonly children: ReactNode }) {
  useEffect(() => {
    document.title = `${props.title} · ${words.product}`;
  }, [props.title]);
  return (
    <main className="door">
      <div style={{ width: '100%', maxWidth: 400 }}>
        <Group justify="space-between" mb="lg">
          <Group gap="xs">
            <img src="/favicon.svg" alt="" width={28} height={28} />
            <Text fw={700} size="lg">
              {words.product}
            </Text>
          </Group>
          <ColorSchemeToggle />
        </Group>
        <section className="panel">
          <div className="panel-body">
            <Title order={1}>{props.title}</Title>
            <Text size="sm" c="dimmed" mt={4} mb="lg">
              {props.intro}
            </Text>
            {props.children}
          </div>
        </section>
      </div>
    </main>
  );
}
