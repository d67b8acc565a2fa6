// Asked before what is typed is lost. Whoever answers without reading stays.
import { Button, Group, Text } from '@mantine/core';
import { Dialog } from '../notices/dialog.tsx';
import { words } from '../words.ts';

const { title, hint, stay, leave } = words.unsaved;

export interface LeaveQuestionProps {
  readonly onLeave: () => void;
  readonly onClose: () => void;
}

export function LeaveQuestion({ onLeave, onClose }: LeaveQuestionProps) {
  return (
    <Dialog opened onClose={onClose} title={title}>
      <Text size="sm">{hint}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onLeave}>
          {leave}
        </Button>
        <Button onClick={onClose} data-autofocus>
          {stay}
        </Button>
      </Group>
    </Dialog>
  );
}
