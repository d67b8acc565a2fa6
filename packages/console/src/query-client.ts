// The cache of what the server said. A 401 anywhere means the session is over: the pages go back to the sign-in.
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from './api/client.ts';
import { sessionQuery } from './api/queries.ts';

const triesMax = 2;
/** It may run on this very machine, which is there without the internet; what is not there says so at once. */
const networkMode = 'always';

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: (error) => noticeEnd(error) }),
  mutationCache: new MutationCache({ onError: (error) => noticeEnd(error) }),
  defaultOptions: {
    queries: {
      networkMode,
      staleTime: 1_000,
      refetchIntervalInBackground: false,
      retry: (failures, error) =>
        failures < triesMax && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500),
    },
    mutations: { networkMode },
  },
});

function noticeEnd(error: Error): void {
  if (!(error instanceof ApiError) || error.status !== 401 || error.code === 'wrong-credentials') return;
  void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
}
