// Ids in paths: what cannot be one is answered as what is not there, without asking the database.
import { z } from 'zod';
import { httpProblem } from './http-problem.ts';

export const idSchema = z.object({ id: z.string() });

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** `detail`: "There is no such event." */
export function checkedId(id: string, detail: string): string {
  if (!uuid.test(id)) throw httpProblem('not-found', { detail });
  return id;
}
