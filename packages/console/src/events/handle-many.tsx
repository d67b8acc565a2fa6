// Many events taken out at once: how many, why, and what became of them, page by page, so that it can be stopped.
import { Button, Group, Text, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { messageOf, send } from '../api/client.ts';
import type { EventCount, HandledManyAnswer } from '../api/wire.ts';
import { formatCount } from '../format/money.ts';
import { Dialog } from '../notices/dialog.tsx';
import { useUnsaved } from '../unsaved/unsaved.ts';
import { words } from '../words.ts';

const page = words.eventList.bulk;
const refusedShownMax = 5;

export interface HandleManyProps {
  /** A filter, or the ids of what is picked. */
  readonly selection: object;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

type Refused = HandledManyAnswer['refused'];
interface Progress {
  readonly handled: number;
  readonly alreadyHandled: number;
  readonly refused: Refused;
  readonly state: 'working' | 'done' | 'stopped';
}

export function HandleMany({ selection, onClose, onDone }: HandleManyProps) {
  const [reason, setReason] = useState('');
  const { progress, problem, start, stop } = useHandling(selection);
  const { data: found } = useQuery({
    queryKey: ['events', 'unsettled', selection],
    queryFn: () => send<EventCount>('POST', '/api/v1/events/count-unsettled', selection),
    staleTime: 0,
  });
  const close = () => {
    stop();
    if (progress !== null) onDone();
    onClose();
  };
  return (
    <Dialog opened onClose={close} title={page.title}>
      {progress === null ? (
        <Question found={found} reason={reason} onReason={setReason} />
      ) : (
        <Outcome progress={progress} />
      )}
      {problem === null ? null : (
        <Text size="sm" className="fault" role="alert" mt="sm">
          {problem}
        </Text>
      )}
      <Group justify="flex-end" mt="md">
        {progress?.state === 'working' ? (
          <Button variant="default" onClick={stop}>
            {page.stop}
          </Button>
        ) : (
          <Button variant="default" onClick={close}>
            {progress === null ? words.common.cancel : words.common.close}
          </Button>
        )}
        {progress === null ? (
          // Nobody takes out events without having seen how many they are.
          <Button
            onClick={() => void start(reason.trim())}
            disabled={reason.trim() === '' || found === undefined || found.count === 0}
          >
            {page.confirm(found === undefined ? null : formatCount(found.count), found?.more ?? false)}
          </Button>
        ) : null}
      </Group>
    </Dialog>
  );
}

/** As long as the server gives a cursor there is more to do. */
function useHandling(selection: object) {
  const client = useQueryClient();
  const [progress, setProgress] = useState<Progress | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const stopped = useRef(false);
  useEffect(
    () => () => {
      stopped.current = true;
    },
    [],
  );
  const start = async (reason: string) => {
    stopped.current = false;
    let done: Progress = { handled: 0, alreadyHandled: 0, refused: [], state: 'working' };
    let cursor: string | null = null;
    try {
      do {
        setProgress(done);
        const asked: object = { ...selection, reason, ...(cursor !== null && { cursor }) };
        const answer: HandledManyAnswer = await send('POST', '/api/v1/events/handled-outside', asked);
        done = {
          ...done,
          handled: done.handled + answer.handled,
          alreadyHandled: done.alreadyHandled + answer.alreadyHandled,
          refused: [...done.refused, ...answer.refused].slice(0, 1000),
        };
        cursor = answer.nextCursor;
      } while (cursor !== null && !stopped.current);
      setProgress({ ...done, state: cursor === null ? 'done' : 'stopped' });
    } catch (error) {
      setProblem(messageOf(error));
      setProgress(done.handled === 0 ? null : { ...done, state: 'stopped' });
    }
    await client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
  };
  return {
    progress,
    problem,
    start,
    stop: () => {
      stopped.current = true;
    },
  };
}

interface QuestionProps {
  readonly found: EventCount | undefined;
  readonly reason: string;
  readonly onReason: (reason: string) => void;
}

function Question({ found, reason, onReason }: QuestionProps) {
  useUnsaved(reason.trim() !== '');
  return (
    <>
      <Text size="sm" fw={600} role="status">
        {found === undefined
          ? page.counting
          : found.count === 0
            ? page.none
            : page.count(formatCount(found.count), found.more)}
      </Text>
      <Text size="sm" c="dimmed" my="sm">
        {page.hint}
      </Text>
      <Textarea
        label={words.event.reason}
        value={reason}
        onChange={(event) => onReason(event.currentTarget.value)}
        maxLength={500}
        autosize
        minRows={2}
        data-autofocus
      />
    </>
  );
}

function Outcome({ progress }: { readonly progress: Progress }) {
  const count = formatCount(progress.handled);
  const text = { working: page.working(count), done: page.done(count), stopped: page.stopped(count) }[progress.state];
  return (
    <>
      <Text size="sm" role="status">
        {text}
        {progress.alreadyHandled === 0 ? null : ` ${page.already(formatCount(progress.alreadyHandled))}`}
      </Text>
      {progress.refused.length === 0 ? null : (
        <>
          <Text size="sm" mt="sm">
            {page.refused(formatCount(progress.refused.length))}
          </Text>
          <ul className="plain-list">
            {progress.refused.slice(0, refusedShownMax).map(({ id, number, message }) => (
              <li key={id}>
                <Text size="sm">
                  {number}: {message}
                </Text>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
