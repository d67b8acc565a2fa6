// What something has as its consequence, in a list under a heading, within a dialog.
import { List, Text } from '@mantine/core';

export function Consequences(props: { readonly title: string; readonly sentences: readonly string[] }) {
  return (
    <>
      <Text fw={600} size="sm" mt="xs">
        {props.title}
      </Text>
      <List size="sm">
        {props.sentences.map((sentence) => (
          <List.Item key={sentence}>{sentence}</List.Item>
        ))}
      </List>
    </>
  );
}
