// The cache of what the server said. A 401 anywhere means the session is over: the pages go back to the sign-in.
import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from './api/client.ts';
import { sessionQuery } from './api/queries.ts';

const triesMax = 2;

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      if (error instanceof ApiError && error.status === 401) {
        void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
      }
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 1_000,
      refetchIntervalInBackground: false,
      retry: (failures, error) =>
        failures < triesMax && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500),
    },
  },
});
