// What the buttons of the bad-days page do.
import type { Company } from '../company/companies.ts';
import { changeSettings, type Problem } from '../company/settings.ts';
import { accountantDoes } from '../control/accountant.ts';
import type { Emulator } from '../emulator.ts';
import { parseFaultRules } from '../faults/fault-rules.ts';
import { presets } from './bad-day-presets.ts';

/** The problems with what was given; none where it was done. */
export function badDaysAction(emulator: Emulator, company: Company, fields: URLSearchParams): readonly Problem[] {
  const { realmId, faultRules } = company;
  switch (fields.get('action')) {
    case 'clear-rules':
      return putRules(emulator, realmId, []);
    case 'remove-rule':
      return putRules(
        emulator,
        realmId,
        faultRules.filter((_, index) => String(index) !== fields.get('index')),
      );
    case 'add-rule':
      return putRules(emulator, realmId, [...faultRules, ruleIn(fields)]);
    case 'preset':
      return putRules(emulator, realmId, [...faultRules, ...(presets[Number(fields.get('preset'))]?.rules ?? [])]);
    case 'closing-date':
      return putSettings(emulator, company, { closingDate: fields.get('date') || null });
    case 'lapse':
      return putSettings(emulator, company, { lapsed: !company.settings.lapsed });
    case 'deactivate': {
      const account = { does: 'deactivate', entity: 'Account', id: fields.get('account') };
      return problemsOf(accountantDoes(emulator, company, account));
    }
    case 'accountant':
      return problemsOf(accountantDoes(emulator, company, Object.fromEntries(fields)));
    default:
      return otherAction(emulator, realmId, fields);
  }
}

function otherAction(
  { grants, clock, webhooks }: Emulator,
  realmId: string,
  fields: URLSearchParams,
): readonly Problem[] {
  switch (fields.get('action')) {
    case 'revoke':
      grants.revokeCompany(realmId);
      break;
    case 'expire':
      grants.expireAccessTokens(realmId);
      break;
    case 'expire-refresh':
      grants.expireRefreshTokens(realmId);
      break;
    case 'rotate':
      grants.rotateRefreshTokens(realmId);
      break;
    case 'clock': {
      const advanceMs = Number(fields.get('advanceMs'));
      if (advanceMs > 0) clock.advance(advanceMs);
      else clock.reset();
      webhooks.wake();
    }
  }
  return [];
}

function problemsOf(outcome: { ok: true } | { ok: false; problem: Problem }): readonly Problem[] {
  return outcome.ok ? [] : [outcome.problem];
}

function putRules(emulator: Emulator, realmId: string, rules: unknown): readonly Problem[] {
  const parsed = parseFaultRules(rules);
  if (!parsed.ok) return parsed.problems;
  emulator.companies.changeFaultRules(realmId, parsed.rules);
  emulator.forgetDice(realmId);
  return [];
}

function putSettings({ companies }: Emulator, { realmId, settings }: Company, change: object): readonly Problem[] {
  const changed = changeSettings(settings, { ...change });
  if (!changed.ok) return changed.problems;
  companies.changeSettings(realmId, changed.settings);
  return [];
}

/** Fields left empty are not part of the rule. */
function ruleIn(fields: URLSearchParams): Record<string, unknown> {
  const numbers = ['probability', 'times', 'skip', 'status', 'seed'].flatMap((name) => {
    const text = fields.get(name) ?? '';
    return text === '' ? [] : [[name, Number(text)] as const];
  });
  const code = fields.get('code');
  return {
    call: fields.get('call'),
    fault: fields.get('fault'),
    ...Object.fromEntries(numbers),
    ...(code ? { code } : {}),
  };
}
