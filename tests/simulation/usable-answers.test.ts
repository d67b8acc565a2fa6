// What counts as a usable answer, by entry: an entry taken, or refused by a fault of its own.
import { expect, test } from 'vitest';
import { createUsableAnswers } from './usable-answers.ts';

const companyId = 'company';
const asked = { companyId, documentNumber: 'TB-1', fromMs: 1_000, untilMs: 2_000 };
const fault = (code: string): string => JSON.stringify({ Fault: { Error: [{ Message: 'no', code }] } });

function haveOthers(answer: { documentNumber?: string; atMs?: number; status?: number; text?: string }): boolean {
  const { documentNumber = 'TB-2', atMs = 1_500, status = 200, text = '{"JournalEntry":{"Id":"1"}}' } = answer;
  const usable = createUsableAnswers();
  usable.answered({
    companyId,
    path: 'journalentry',
    body: JSON.stringify({ DocNumber: documentNumber }),
    status,
    text,
    atMs,
  });
  return usable.haveOthers(asked);
}

test('another entry that was taken, or refused by a fault of its own, is one', () => {
  expect(haveOthers({})).toBe(true);
  expect(haveOthers({ status: 400, text: fault('6210') })).toBe(true);
});

test('its own, one of another time, and what says nothing of the entry, is none', () => {
  expect(haveOthers({ documentNumber: 'TB-1' })).toBe(false);
  expect(haveOthers({ atMs: 999 })).toBe(false);
  expect(haveOthers({ atMs: 2_001 })).toBe(false);
  expect(haveOthers({ status: 503, text: 'upstream connect error' })).toBe(false);
  expect(haveOthers({ status: 429 })).toBe(false);
  expect(haveOthers({ status: 400, text: fault('10000') })).toBe(false);
});

test('of a batch each entry is answered by itself', () => {
  const item = (bId: string, DocNumber: string) => ({ bId, operation: 'create', JournalEntry: { DocNumber } });
  const answer = { companyId, path: 'batch', status: 200, atMs: 1_500 };
  const answeredBy = (items: readonly object[]): boolean => {
    const usable = createUsableAnswers();
    const body = JSON.stringify({ BatchItemRequest: [item('0', 'TB-1'), item('1', 'TB-2'), item('2', 'TB-3')] });
    usable.answered({ ...answer, body, text: JSON.stringify({ BatchItemResponse: items }) });
    return usable.haveOthers(asked);
  };
  const taken = (bId: string) => ({ bId, JournalEntry: { Id: '7' } });
  const broken = (bId: string) => ({ bId, Fault: { Error: [{ code: '10000' }] } });
  expect(answeredBy([broken('0'), broken('1'), taken('2')])).toBe(true);
  // The third is left out.
  expect(answeredBy([taken('0'), broken('1')])).toBe(false);
});
