// Nobody is asked without need, and nothing that is typed is lost without a question.
import { afterEach, expect, test, vi } from 'vitest';
import { arrive, askFirst, isUnsaved, noteUnsaved, openQuestion } from './unsaved.ts';

const leaving = () => ({ leave: vi.fn(), stay: vi.fn() });

const noted: (() => void)[] = [];
function note(form: string, place: string | null): () => void {
  const saved = noteUnsaved(form, place);
  noted.push(saved);
  return saved;
}

afterEach(() => {
  openQuestion()?.stay();
  for (const saved of noted.splice(0)) saved();
  arrive();
});

test('where everything is saved, nobody is asked', () => {
  note('shop', null)();
  const going = leaving();
  askFirst(null, going);
  expect(openQuestion()).toBeNull();
  expect(going.leave).toHaveBeenCalledOnce();
});

test('whoever stays keeps what is typed, and is asked the next time', () => {
  note('shop', null);
  const going = leaving();
  askFirst(null, going);
  expect([going.leave.mock.calls, going.stay.mock.calls]).toEqual([[], []]);
  openQuestion()?.stay();
  expect([going.leave.mock.calls.length, going.stay.mock.calls.length]).toEqual([0, 1]);
  expect([openQuestion(), isUnsaved(null)]).toEqual([null, true]);
});

test('whoever leaves is not asked once more by where that leads, until a page is there', () => {
  note('shop', null);
  const [going, redirected] = [leaving(), leaving()];
  askFirst(null, going);
  openQuestion()?.leave();
  expect(going.leave).toHaveBeenCalledOnce();
  askFirst(null, redirected);
  expect([openQuestion(), isUnsaved(null)]).toEqual([null, false]);
  expect(redirected.leave).toHaveBeenCalledOnce();
  // It led back to the same page, and what was typed is still there.
  arrive();
  expect(isUnsaved(null)).toBe(true);
});

test('what is saved while the question is open lets the person go on, the last of it', () => {
  const [saveShop, saveCap] = [note('shop', null), note('cap', null)];
  const going = leaving();
  askFirst(null, going);
  saveShop();
  expect([going.leave.mock.calls.length, openQuestion() === null]).toEqual([0, false]);
  saveCap();
  expect([going.leave.mock.calls.length, openQuestion() === null]).toEqual([1, true]);
});

test('a dialog asks of its own forms alone, and the page also of those in dialogs', () => {
  note('digest', null);
  const closing = leaving();
  askFirst('dialog', closing);
  expect(closing.leave).toHaveBeenCalledOnce();
  note('receiver', 'dialog');
  askFirst('dialog', closing);
  expect(closing.leave).toHaveBeenCalledOnce();
  openQuestion()?.leave();
  expect(closing.leave).toHaveBeenCalledTimes(2);
  // Nothing is let go of the page beneath.
  expect(isUnsaved(null)).toBe(true);
});

test('whoever leaves a page is asked also of what is in its dialog', () => {
  note('receiver', 'dialog');
  askFirst(null, leaving());
  expect(openQuestion()).not.toBeNull();
});

test('of two ways that were asked about one after the other, only the last is answered', () => {
  note('shop', null);
  const [first, last] = [leaving(), leaving()];
  askFirst(null, first);
  askFirst(null, last);
  openQuestion()?.leave();
  expect([first.leave.mock.calls.length, last.leave.mock.calls.length]).toEqual([0, 1]);
});
