// From the books' words to the wire's, for events and entries: minor units as decimal strings, instants as text.
import type { LineSource } from '../journal/journal-entry.ts';
import { formatMinor } from '../money.ts';
import type * as books from '../pipeline/company-books.ts';
import type { GiftCardsMoved, GiftCardsView, ListedEvent } from '../pipeline/event-list-port.ts';
import type { Cause } from '../posting/causes.ts';
import type * as wire from './contract.ts';
import { wireDrift } from './wire-drift.ts';

export function wireEventRow(row: books.EventRow): wire.EventRow {
  const { id, key, source, sourceId, kind, number, businessDate, occurredAt, location, currency, status } = row;
  const amount = formatMinor(row.amountMinor, currency);
  return { id, key, source, sourceId, kind, number, businessDate, occurredAt, location, amount, currency, status };
}

export function wireListedEvent(event: ListedEvent): wire.ListedEvent {
  const { itemClasses, ...particulars } = event.particulars;
  return {
    ...wireEventRow(event),
    particulars: { ...particulars, ...(itemClasses !== undefined && { itemClasses: [...itemClasses] }) },
    version: event.version,
    versionStanding: event.versionStanding,
    ...(event.giftCards !== undefined && { giftCards: wireGiftCards(event.giftCards, event.currency) }),
  };
}

export const wireGiftCardsView = (view: GiftCardsView): wire.GiftCards => ({
  currency: view.currency,
  issued: formatMinor(view.addedMinor, view.currency),
  redeemed: formatMinor(view.usedMinor, view.currency),
  balance: formatMinor(view.balanceMinor, view.currency),
});

const wireGiftCards = (moved: GiftCardsMoved, currency: string) => ({
  sold: formatMinor(moved.soldMinor, currency),
  redeemed: formatMinor(moved.redeemedMinor, currency),
  adjusted: formatMinor(moved.adjustedMinor, currency),
});

export function wireEvent(event: books.EventView): wire.EventDetail {
  return {
    ...wireEventRow(event),
    recordedAt: event.recordedAt.toISOString(),
    handledOutsideReason: event.handledOutsideReason,
    body: event.body,
    entries: event.entries.map(wireEntry),
    postings: event.postings.map(wirePosting),
    causes: event.causes.map(wireNamedCause),
    summary: event.summary,
    version: event.version,
    versions: event.versions.map(({ amountMinor, ...version }) => ({
      ...version,
      amount: formatMinor(amountMinor, version.currency),
    })),
    otherContents: event.otherContents.map(({ id, seenAt, amountMinor, currency, body }) => ({
      ...{ id, currency, body, seenAt: seenAt.toISOString() },
      amount: formatMinor(amountMinor, currency),
    })),
  };
}

export function wirePosting(posting: books.PostingView): wire.Posting {
  const { id, part, state, postingDate, documentNumber, quickbooksId, quickbooksUrl, inFormerBooks } = posting;
  return {
    ...{ id, part, state, postingDate, documentNumber, quickbooksId, quickbooksUrl, inFormerBooks },
    entry: posting.entry === null ? null : wireEntry(posting.entry),
    timeline: posting.timeline.map((item) => ({ ...item, at: item.at.toISOString() })),
    drift: posting.drift === null ? null : wireDrift(posting.drift),
  };
}

export function wireEntry(entry: books.EntryView): wire.Entry {
  const { businessDate, location, currency, exchangeRate, memo } = entry;
  return {
    ...{ events: [...entry.events], businessDate, location, currency, exchangeRate, memo },
    total: formatMinor(entry.totalMinor, currency),
    lines: entry.lines.map((line) => ({
      role: line.role,
      subject: line.subject,
      account: line.account,
      debit: formatMinor(line.debitMinor, currency),
      credit: formatMinor(line.creditMinor, currency),
      location: line.location,
      from: line.from.map((source) => wireSource(source, currency)),
      fromCount: line.fromCount,
      explanation: line.explanation,
      rule: line.rule,
      mapping: line.mapping === null ? null : wireLineMapping(line.mapping),
    })),
  };
}

export function wireSource({ key, pointer, amountMinor, reverses }: LineSource, currency: string): wire.LineSource {
  return {
    ...{ key, pointer },
    ...(amountMinor !== undefined && { amount: formatMinor(amountMinor, currency) }),
    ...(reverses !== undefined && { reverses }),
  };
}

function wireLineMapping({ savedAt, ...mapping }: books.LineMapping): wire.LineMapping {
  return { ...mapping, savedAt: savedAt?.toISOString() ?? null };
}

export function wirePreview(preview: books.Preview): wire.PreviewAnswer {
  return {
    results: preview.results.map(({ index, key, status, problems }) => ({
      index,
      ...(key === null ? {} : { key }),
      status,
      ...(problems.length === 0 ? {} : { problems: [...problems] }),
    })),
    entries: preview.entries.map(wireEntry),
    causes: preview.causes.map(({ cause, message, events }) => ({ ...wireCause(cause, message), events: [...events] })),
  };
}

export function wireFirstDay({ entries, causes, ...day }: books.FirstDay): wire.FirstDay {
  return {
    ...day,
    entries: entries.map(wireEntry),
    causes: causes.map(({ events, ...cause }) => ({ ...wireNamedCause(cause), events: [...events] })),
  };
}

export const wireNamedCause = ({ cause, message, named }: books.CauseView): wire.NamedCause => ({
  ...wireCause(cause, message),
  named,
});

function wireCause(cause: Cause, message: string): wire.EventCause {
  switch (cause.kind) {
    case 'missing-account':
      return { kind: cause.kind, message, role: cause.role, subject: cause.subject };
    case 'inactive-account':
      return { kind: cause.kind, message, account: { id: cause.accountId, name: cause.accountName } };
    case 'closed-period':
      return { kind: cause.kind, message, closedUntil: cause.closedUntil };
    case 'out-of-balance': {
      const { kind, eventKey, number, currency } = cause;
      return { kind, message, eventKey, number, currency, amount: formatMinor(cause.amountMinor, currency) };
    }
    case 'conflict':
    case 'reversal':
      return { kind: cause.kind, message, eventKey: cause.eventKey, number: cause.number };
    case 'number-taken':
      return { kind: cause.kind, message, documentNumber: cause.documentNumber, quickbooksId: cause.quickbooksId };
    case 'refused': {
      const { kind, code, detail } = cause;
      return { kind, message, fault: { code, message: cause.message, detail } };
    }
    case 'authentication':
    case 'company-lapsed':
      return { kind: cause.kind, message };
  }
}
