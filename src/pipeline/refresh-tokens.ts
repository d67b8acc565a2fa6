// Keeps connections alive that nothing is posted through: a refresh token that is not used for 100 days is void.
import type { PipelinePorts } from './ports.ts';
import type { TokensEnding } from './storage-port.ts';

/** An access token that ended so long ago, at one hour of life, has not been refreshed for half a day. */
const idleMs = 11 * 60 * 60_000;
/** A refresh token that ends within this is renewed whenever its access token has ended. */
const endingWithinMs = 7 * 24 * 60 * 60_000;
const atOnceMax = 8;

/** QuickBooks out of reach: the next run tries again. Refused: the session has raised the alert. */
export async function refreshTokens(
  ports: Pick<PipelinePorts, 'clock' | 'ledgerOf'>,
  storage: TokensEnding,
): Promise<void> {
  const nowMs = ports.clock.now().getTime();
  const companyIds = await storage.companiesWithTokensEnding({
    accessEnded: new Date(nowMs - idleMs),
    refreshEnds: new Date(nowMs + endingWithinMs),
  });
  const errors: unknown[] = [];
  for (let start = 0; start < companyIds.length; start += atOnceMax) {
    const some = companyIds.slice(start, start + atOnceMax);
    const settled = await Promise.allSettled(some.map((companyId) => ports.ledgerOf(companyId).keepAccess()));
    // One company's trouble must not cost the others their connection.
    for (const one of settled) if (one.status === 'rejected') errors.push(one.reason);
  }
  if (errors.length > 0)
    throw new AggregateError(errors, `The access of ${errors.length} companies was not refreshed.`);
}
