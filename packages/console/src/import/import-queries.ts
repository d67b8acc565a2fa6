// What the import page reads: asked again while something is under way, so that it may be left and come back to.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { get } from '../api/client.ts';
import type { Import, ImportPreview, ImportProblems, ImportsAnswer } from '../api/wire.ts';

const busyMs = 500;
const calmMs = 15_000;
const problemsPerPage = 50;

export const isUnderWay = ({ state }: Import): boolean =>
  state === 'receiving' || state === 'checking' || state === 'importing';

export const isOpen = (one: Import): boolean => isUnderWay(one) || one.state === 'checked';

export const importsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: ({ signal }) => get<ImportsAnswer>('/api/v1/imports', {}, signal),
  // A file may take a second in all: the stream's news are for those who look from elsewhere.
  refetchInterval: (query) => (query.state.data?.imports.some(isUnderWay) ? busyMs : calmMs),
});

/** `reading`: of another format or kind it is another. */
export function importPreviewQuery({ id, format, kind }: Pick<Import, 'id' | 'format' | 'kind'>) {
  return queryOptions({
    queryKey: ['import-preview', id, format, kind],
    queryFn: ({ signal }) => get<ImportPreview>(`/api/v1/imports/${encodeURIComponent(id)}/preview`, {}, signal),
  });
}

export function importProblemsQuery({ id, state, format, kind }: Pick<Import, 'id' | 'state' | 'format' | 'kind'>) {
  return infiniteQueryOptions({
    queryKey: ['import-problems', id, state, format, kind],
    queryFn: ({ signal, pageParam }) =>
      get<ImportProblems>(
        `/api/v1/imports/${encodeURIComponent(id)}/problems`,
        { limit: problemsPerPage, cursor: pageParam },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
}
