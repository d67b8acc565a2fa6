// The one thing that helps with each problem, beside it.
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { PreflightProblem } from '../api/wire.ts';
import type { MissingKind } from '../mapping/missing-rows.tsx';
import { ActionButton } from '../roles/action-button.tsx';
import { words } from '../words.ts';

const page = words.preflight;
const link = { component: Link, size: 'xs', variant: 'default' } as const;

export interface ProblemFixProps {
  readonly problem: PreflightProblem;
  readonly onMap: (kind: MissingKind) => void;
}

export function ProblemFix({ problem, onMap }: ProblemFixProps) {
  switch (problem.kind) {
    case 'missing-account':
    case 'missing-deposit-account':
      return (
        <ActionButton needs="PUT /mappings" size="xs" variant="default" onClick={() => onMap('missing-account')}>
          {page.openMapping}
        </ActionButton>
      );
    case 'inactive-account':
      return (
        <ActionButton needs="PUT /mappings" size="xs" variant="default" onClick={() => onMap('inactive-account')}>
          {page.chooseAnother}
        </ActionButton>
      );
    case 'closed-period':
      return (
        <Button {...link} to="/settings/financial">
          {page.closedPolicy}
        </Button>
      );
    case 'authentication':
    case 'company-lapsed':
    case 'number-taken':
      return (
        <Button {...link} to="/settings/integrations/quickbooks-online">
          {page.connection}
        </Button>
      );
    case 'out-of-balance':
    case 'conflict':
    case 'reversal':
    case 'refused':
      return <LookAtFirst problem={problem} />;
  }
}

function LookAtFirst({ problem }: { readonly problem: PreflightProblem }) {
  const [first] = problem.examples;
  if (first === undefined) return null;
  return (
    <Button
      {...link}
      to="/settings/integrations/quickbooks-online/financial-events"
      search={{ event: first.id } as never}
      aria-label={page.lookAt(first.number)}
    >
      {page.lookAt(first.number)}
    </Button>
  );
}
