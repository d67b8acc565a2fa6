// The versions under an event's key, and what came besides them and waits for a person.
import { eventAmountMinor } from '../events/event-amount.ts';
import { parseEvent } from '../events/parse-event.ts';
import type { EventVersionView, EventView, OtherContentView } from './company-books.ts';
import type { EventContext } from './event-context.ts';
import type { OtherContent, StoredEvent } from './event-port.ts';
import type { CompanyStore } from './storage-port.ts';

export async function viewVersions(
  store: CompanyStore,
  stored: StoredEvent,
  context: EventContext,
): Promise<Pick<EventView, 'versions' | 'otherContents'>> {
  const firstKey = stored.versionOf ?? stored.key;
  const first = stored.versionOf === null ? stored : (await store.events.byKeys([firstKey])).get(firstKey);
  if (first === undefined) throw new Error(`${stored.key} is a version of what is not there.`);
  const later = await store.events.versionsOf(firstKey);
  const contents = await store.events.otherContents(first.id);
  return {
    versions: later.length === 0 ? [] : [first, ...later].map(versionView),
    otherContents: contents.flatMap((content) => contentView(content, context)),
  };
}

function versionView(event: StoredEvent): EventVersionView {
  const { id, amountMinor, currency, businessDate, status, version } = event;
  const isReversal = event.versionOf !== null && event.reverses !== null;
  return { id, amountMinor, currency, businessDate, status, version, isReversal };
}

function contentView({ id, seenAt, body }: OtherContent, context: EventContext): OtherContentView[] {
  const parsed = parseEvent(body, context);
  if (!parsed.ok) return [];
  const { currency } = parsed.event;
  return [{ id, seenAt, body, amountMinor: eventAmountMinor(parsed.event), currency }];
}
