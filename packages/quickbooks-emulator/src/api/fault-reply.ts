// A fault of the service as a reply, in its envelope with the capital letters.
import { pacificTime } from '../clock.ts';
import { jsonReply, type Reply } from '../http/exchange.ts';
import { type ApiFault, faultBody } from './fault.ts';

export function faultReply(problem: ApiFault, now: number): Reply {
  return jsonReply(problem.status, { Fault: faultBody(problem), time: pacificTime(now) });
}
