// The first page of an empty shop: the demo, a till, or a file.
import { Button, Group, Text, Title } from '@mantine/core';
import { IconBuildingStore, IconFileImport, IconKey } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { send } from '../api/client.ts';
import { useAction } from '../api/use-action.ts';
import type { DemoAnswer } from '../api/wire.ts';
import { formatCount } from '../format/money.ts';
import { useMayUse } from '../roles/why-not.ts';
import { words } from '../words.ts';

const demoDays = 90;
const demoSeed = 1;
const page = words.start;

export function StartHere() {
  const mayUse = useMayUse();
  return (
    <section className="panel" aria-labelledby="start-title">
      <div className="panel-body" style={{ padding: '28px 28px 12px' }}>
        <Title order={2} id="start-title">
          {page.title}
        </Title>
        <Text size="sm" c="dimmed" mt={4} maw={640}>
          {page.intro}
        </Text>
        <Group align="flex-start" gap="sm" mt="lg" wrap="nowrap">
          <IconBuildingStore size={22} className="good" aria-hidden />
          {mayUse('POST /demo') ? <Demo /> : <Text size="sm">{words.kept.demo}</Text>}
        </Group>
      </div>
      <div className="start-ways">
        <Way icon={<IconKey size={20} aria-hidden />} title={page.key} hint={page.keyHint}>
          {mayUse('POST /api-keys') ? (
            <Button component={Link} to="/settings/api-keys" variant="default" size="xs">
              {page.keyLink}
            </Button>
          ) : (
            <Text size="sm">{words.kept.key}</Text>
          )}
        </Way>
        <Way icon={<IconFileImport size={20} aria-hidden />} title={page.file} hint={page.fileHint}>
          {mayUse('POST /imports') ? (
            <Button component={Link} to="/import" variant="default" size="xs">
              {page.fileLink}
            </Button>
          ) : (
            <Text size="sm">{words.kept.file}</Text>
          )}
        </Way>
      </div>
    </section>
  );
}

function Demo() {
  const demo = useAction<void, DemoAnswer>({
    run: () => send('POST', '/api/v1/demo', { days: demoDays, seed: demoSeed }),
    say: (answer) => `${page.demoDone(formatCount(answer.recorded))}. ${page.demoNext}`,
  });
  return (
    <div>
      <Text size="sm" mb="sm">
        {page.demoHint}
      </Text>
      <Button onClick={() => demo.mutate()} loading={demo.isPending}>
        {page.demo}
      </Button>
      <Text size="sm" c="dimmed" mt={6} role="status" mih={22}>
        {demo.isPending ? page.demoWorking : ''}
      </Text>
    </div>
  );
}

function Way(props: {
  readonly icon: React.ReactNode;
  readonly title: string;
  readonly hint: string;
  readonly children: React.ReactNode;
}) {
  return (
    <div className="start-way">
      {props.icon}
      <div>
        <Text size="sm" fw={600}>
          {props.title}
        </Text>
        <Text size="sm" c="dimmed" mb="xs">
          {props.hint}
        </Text>
        {props.children}
      </div>
    </div>
  );
}
