// Import: bring a file, see what it would be and what is wrong with it, have it recorded, and what came of earlier ones.
import './import.css';
import { Button, Group, Progress, Skeleton, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { formatCount } from '../format/money.ts';
import { EmptyState } from '../notices/empty-state.tsx';
import { LoadProblem } from '../notices/load-problem.tsx';
import { PageHead } from '../notices/page-head.tsx';
import { Panel } from '../notices/panel.tsx';
import { useMayUse } from '../roles/why-not.ts';
import { words } from '../words.ts';
import { ColumnsHelp, DropZone } from './drop-zone.tsx';
import { importsQuery, isOpen } from './import-queries.ts';
import { OpenImport } from './open-import.tsx';
import { PastImports } from './past-imports.tsx';
import { forgetSending, type Sending, stopSending, useSending } from './sending.ts';

const page = words.import;

export function ImportPage() {
  const answer = useQuery(importsQuery);
  const sending = useSending();
  const open = answer.data?.imports.find(isOpen);
  const mayUse = useMayUse();
  return (
    <>
      <PageHead title={page.title} hint={page.hint} />
      <Stack gap="md">
        {sending === null ? null : sending.problem === null ? (
          <OnItsWay sending={sending} />
        ) : (
          <NotTaken sending={sending} />
        )}
        {answer.data === undefined ? (
          answer.error ? (
            <LoadProblem error={answer.error} retry={answer.refetch} />
          ) : (
            <Skeleton height={240} radius="md" />
          )
        ) : (
          <>
            {sending?.problem === null ? null : open === undefined ? (
              <>
                {mayUse('POST /imports') ? <DropZone limits={answer.data.limits} /> : <Kept />}
                <ColumnsHelp />
              </>
            ) : (
              <OpenImport one={open} problemsKept={answer.data.limits.problems} />
            )}
            <PastImports imports={answer.data.imports.filter((one) => !isOpen(one))} />
          </>
        )}
      </Stack>
    </>
  );
}

function Kept() {
  return (
    <section className="panel">
      <EmptyState title={words.kept.files} hint={words.kept.filesHint} />
    </section>
  );
}

function OnItsWay({ sending }: { readonly sending: Sending }) {
  const percent = Math.floor(sending.share * 100);
  return (
    <Panel title={page.sending(sending.fileName)}>
      <Progress value={percent} aria-label={page.sending(sending.fileName)} mb="xs" />
      <Group justify="space-between">
        <Text size="sm" role="status">
          {`${formatCount(percent)} %. ${page.sendingStay}`}
        </Text>
        <Button size="xs" variant="default" onClick={stopSending}>
          {words.common.cancel}
        </Button>
      </Group>
    </Panel>
  );
}

function NotTaken({ sending }: { readonly sending: Sending }) {
  return (
    <div className="notice" data-tone="fault" role="alert">
      <IconAlertTriangle size={20} className="fault" aria-hidden />
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}>
          {`${page.notTaken}: ${sending.fileName}`}
        </Text>
        <Text size="sm">{sending.problem}</Text>
      </div>
      <Button variant="default" size="xs" onClick={forgetSending}>
        {words.common.close}
      </Button>
    </div>
  );
}
