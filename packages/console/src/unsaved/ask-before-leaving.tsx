// Once, around every page: asks before another one takes its place, and has the browser ask before its tab is closed, while something is unsaved.
import { type ShouldBlockFn, useBlocker, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { LateDialog } from '../notices/late-dialog.tsx';
import { arrive, askFirst, isAnyUnsaved, useAnyUnsaved, useQuestion } from './unsaved.ts';

const loadQuestion = async () => (await import('./leave-question.tsx')).LeaveQuestion;

/** Of the same page another filter or drawer may be shown: its forms stay. */
const keepHere: ShouldBlockFn = ({ current, next }) =>
  current.pathname !== next.pathname &&
  new Promise((resolve) => askFirst(null, { leave: () => resolve(false), stay: () => resolve(true) }));

export function AskBeforeLeaving() {
  const router = useRouter();
  useEffect(() => router.subscribe('onResolved', arrive), [router]);
  useBlocker({ shouldBlockFn: keepHere, enableBeforeUnload: isAnyUnsaved, disabled: !useAnyUnsaved() });
  const question = useQuestion();
  if (question === null) return null;
  return <LateDialog load={loadQuestion} dialog={{ onLeave: question.leave, onClose: question.stay }} />;
}
