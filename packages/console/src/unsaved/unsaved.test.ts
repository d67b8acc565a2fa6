// Nobody is asked without need, and nothing that is typed is lost without a question.
import { afterEach, expect, test, vi } from 'vitest';
import { askFirst, forgetUnsaved, isUnsaved, noteUnsaved, openQuestion } from './unsaved.ts';

const leaving = () => ({ leave: vi.fn(), stay: vi.fn() });

afterEach(() => {
  openQuestion()?.stay();
  forgetUnsaved(null);
});

test('where everything is saved, nobody is asked', () => {
  noteUnsaved('shop', null)();
  const going = leaving();
  askFirst(null, going);
  expect(openQuestion()).toBeNull();
  expect(going.leave).toHaveBeenCalledOnce();
});

test('whoever stays keeps what is typed, and is asked the next time', () => {
  noteUnsaved('shop', null);
  const going = leaving();
  askFirst(null, going);
  expect([going.leave.mock.calls, going.stay.mock.calls]).toEqual([[], []]);
  openQuestion()?.stay();
  expect([going.leave.mock.calls.length, going.stay.mock.calls.length]).toEqual([0, 1]);
  expect([openQuestion(), isUnsaved(null)]).toEqual([null, true]);
});

test('whoever leaves is not asked once more by where that leads', () => {
  noteUnsaved('shop', null);
  const [going, redirected] = [leaving(), leaving()];
  askFirst(null, going);
  openQuestion()?.leave();
  expect(going.leave).toHaveBeenCalledOnce();
  askFirst(null, redirected);
  expect([openQuestion(), isUnsaved(null)]).toEqual([null, false]);
  expect(redirected.leave).toHaveBeenCalledOnce();
});

test('what is saved while the question is open lets the person go on, the last of it', () => {
  const [saveShop, saveCap] = [noteUnsaved('shop', null), noteUnsaved('cap', null)];
  const going = leaving();
  askFirst(null, going);
  saveShop();
  expect([going.leave.mock.calls.length, openQuestion() === null]).toEqual([0, false]);
  saveCap();
  expect([going.leave.mock.calls.length, openQuestion() === null]).toEqual([1, true]);
});

test('a dialog asks of its own forms alone, and the page also of those in dialogs', () => {
  noteUnsaved('digest', null);
  const closing = leaving();
  askFirst('dialog', closing);
  expect(closing.leave).toHaveBeenCalledOnce();
  forgetUnsaved(null);
  noteUnsaved('receiver', 'dialog');
  const going = leaving();
  askFirst(null, going);
  expect(openQuestion()).not.toBeNull();
  openQuestion()?.stay();
  askFirst('dialog', closing);
  openQuestion()?.leave();
  expect([closing.leave.mock.calls.length, going.leave.mock.calls.length]).toEqual([2, 0]);
});

test('closing a dialog forgets nothing of the page beneath', () => {
  noteUnsaved('digest', null);
  noteUnsaved('receiver', 'dialog');
  askFirst('dialog', leaving());
  openQuestion()?.leave();
  expect([isUnsaved('dialog'), isUnsaved(null)]).toEqual([false, true]);
});

test('of two ways that were asked about one after the other, only the last is answered', () => {
  noteUnsaved('shop', null);
  const [first, last] = [leaving(), leaving()];
  askFirst(null, first);
  askFirst(null, last);
  openQuestion()?.leave();
  expect([first.leave.mock.calls.length, last.leave.mock.calls.length]).toEqual([0, 1]);
});
