// Where a file is dropped, or chosen by the keyboard too.
import { Text } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type DragEvent, useState } from 'react';
import type { ImportsAnswer } from '../api/wire.ts';
import { formatCount } from '../format/money.ts';
import { WideTable } from '../notices/wide-table.tsx';
import { words } from '../words.ts';
import { importsQuery } from './import-queries.ts';
import { refuseFile, sendFile } from './sending.ts';

const page = words.import;
const mebibyte = 1024 * 1024;

export function DropZone({ limits }: { readonly limits: ImportsAnswer['limits'] }) {
  const client = useQueryClient();
  const [over, setOver] = useState(false);
  const size = `${formatCount(limits.bytes / mebibyte)} MiB`;
  const take = async (files: FileList | null): Promise<void> => {
    const [file, ...others] = files ?? [];
    if (file === undefined) return;
    if (others.length > 0) return refuseFile(file.name, page.one);
    if (file.size > limits.bytes) return refuseFile(file.name, page.tooLarge(size));
    await sendFile(file);
    await client.invalidateQueries({ queryKey: importsQuery.queryKey });
  };
  const drag = (event: DragEvent, isOver: boolean): void => {
    event.preventDefault();
    setOver(isOver);
  };
  return (
    <label
      className="drop-zone"
      data-over={over || undefined}
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={(event) => {
        drag(event, false);
        void take(event.dataTransfer.files);
      }}
    >
      <input
        type="file"
        aria-label={page.dropLabel}
        accept=".csv,.ndjson,.jsonl,.txt,text/csv,application/x-ndjson"
        onChange={(event) => {
          void take(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
      <IconFileImport size={30} aria-hidden />
      <Text fw={600}>{page.drop}</Text>
      <Text size="sm" c="dimmed">
        {page.dropHint(size, formatCount(limits.lines))}
      </Text>
    </label>
  );
}

/** For whoever has no file yet. */
export function ColumnsHelp() {
  return (
    <details className="quiet">
      <summary>{page.columns}</summary>
      <Text size="sm" c="dimmed" my={6} maw={760}>
        {page.columnsHint}
      </Text>
      <WideTable minWidth={720} label={page.columns} keepsColumns>
        <pre className="mono">{page.example}</pre>
      </WideTable>
    </details>
  );
}
