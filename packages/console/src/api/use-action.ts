// A change sent to the server: shows what went wrong in words, then lets every page read again what it changed.
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from '../notices/toast.ts';
import { ApiError, messageOf } from './client.ts';
import { sessionQuery } from './queries.ts';

export interface Action<Input, Output> {
  readonly run: (input: Input) => Promise<Output>;
  /** What to say when the server has taken it; nothing where the page itself shows it. */
  readonly say?: (output: Output, input: Input) => string | null;
  readonly after?: (output: Output, input: Input) => void;
  /** True where the page shows the error in place. */
  readonly quietErrors?: boolean;
}

export function useAction<Input = void, Output = unknown>(
  action: Action<Input, Output>,
): UseMutationResult<Output, Error, Input> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: action.run,
    onSuccess: async (output, input) => {
      const sentence = action.say?.(output, input) ?? null;
      if (sentence !== null) toast({ message: sentence, color: 'petrol' });
      action.after?.(output, input);
      await client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    },
    onError: (error) => {
      // The role was changed meanwhile: the page shows what is left of it.
      if (error instanceof ApiError && error.code === 'not-allowed') {
        void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
      }
      if (action.quietErrors !== true) {
        toast({ message: messageOf(error), color: 'red', autoClose: 10_000, role: 'alert' });
      }
    },
  });
}
