// The end of a form: save what was changed, or leave it as it was.
import { Button, Group } from '@mantine/core';
import { words } from '../words.ts';

export interface SaveButtonsProps {
  readonly isSaving: boolean;
  readonly isDisabled?: boolean;
  readonly onCancel: () => void;
}

export function SaveButtons({ isSaving, isDisabled = false, onCancel }: SaveButtonsProps) {
  return (
    <Group justify="flex-end" mt="md">
      <Button variant="default" onClick={onCancel}>
        {words.common.cancel}
      </Button>
      <Button type="submit" loading={isSaving} disabled={isDisabled}>
        {words.common.save}
      </Button>
    </Group>
  );
}
