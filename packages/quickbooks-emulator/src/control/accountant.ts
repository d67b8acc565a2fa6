// What an accountant does in QuickBooks itself, past the API: edits, deletes or voids a transaction, matches it with one
// from the bank, makes an account inactive, merges it into another. Neither the closing date nor a lapsed subscription stops them here.
import { ApiFault, fault, faults } from '../api/fault.ts';
import type { Company } from '../company/companies.ts';
import type { Problem } from '../company/settings.ts';
import { contextOf, type Emulator } from '../emulator.ts';
import { definitionOf } from '../entities/catalogue.ts';
import { type Definition, idOf } from '../entities/definition.ts';
import type { Include } from '../entities/includes.ts';
import { mergeAccounts } from '../entities/merging.ts';
import { write } from '../entities/write.ts';
import type { ApiObject } from '../store/objects.ts';

export const accountantActs = [
  'edit',
  'delete',
  'void',
  'match',
  'unmatch',
  'deactivate',
  'activate',
  'merge',
] as const;
type Act = (typeof accountantActs)[number];

type Outcome = { ok: true; object: ApiObject } | { ok: false; problem: Problem };

export function accountantDoes(emulator: Emulator, company: Company, given: ApiObject): Outcome {
  const { does, entity = 'JournalEntry', id, change = null, into = null } = given;
  const act = accountantActs.find((known) => known === does);
  if (!act) return refused('does', does, `is one of ${accountantActs.join(', ')}`);
  const definition = definitionOf(String(entity));
  if (!definition) return refused('entity', entity, 'is the name of an entity');
  const found = emulator.objects.get({ realmId: company.realmId, type: definition.name, id: numberOf(id) });
  if (!found) return refused('id', id, `is the id of ${definition.name} of this company`);
  try {
    const object = emulator.store.transaction(() =>
      perform(emulator, { company, act, definition, found, change, into }),
    );
    return { ok: true, object };
  } catch (error) {
    if (!(error instanceof ApiFault)) throw error;
    return refused('does', does, error.errors.map(({ Detail }) => Detail).join(' '));
  }
}

function numberOf(id: unknown): number {
  return typeof id === 'string' || typeof id === 'number' ? (idOf(String(id)) ?? -1) : -1;
}

function refused(field: string, value: unknown, rule: string): Outcome {
  return { ok: false, problem: { field, value, rule } };
}

interface Doing {
  readonly company: Company;
  readonly act: Act;
  readonly definition: Definition;
  readonly found: ApiObject;
  readonly change: unknown;
  /** The id of what it is merged into. */
  readonly into: unknown;
}

function perform(emulator: Emulator, { company, act, definition, found, change, into }: Doing): ApiObject {
  const { Id, SyncToken } = found;
  const settings = { ...company.settings, closingDate: null, lapsed: false };
  const includes = new Set<Include>(['allowduplicatedocnum']);
  const context = contextOf(emulator, { ...company, settings }, { includes });
  const update = (fields: object) => write(definition, 'update', { ...fields, Id, SyncToken, sparse: true }, context);
  switch (act) {
    case 'edit':
      return update(change ?? editOf(definition));
    case 'delete':
    case 'void':
      return write(definition, act, { Id, SyncToken }, context);
    case 'match':
    case 'unmatch':
      if (definition.kind !== 'transaction') throw faults.unsupported(`${act} on ${definition.name}`);
      emulator.objects.match({ realmId: company.realmId, type: definition.name, id: Number(Id) }, act === 'match');
      return found;
    case 'deactivate':
    case 'activate':
      if (definition.kind !== 'list') throw faults.unsupported(`${act} on ${definition.name}`);
      return update({ Active: act === 'activate' });
    case 'merge':
      if (definition.name !== 'Account') throw faults.unsupported(`${act} on ${definition.name}`);
      return mergeAccounts(found, into, context);
  }
}

function editOf(definition: Definition): ApiObject {
  if (definition.fields.includes('PrivateNote')) return { PrivateNote: 'Edited by the accountant' };
  if (definition.fields.includes('Description')) return { Description: 'Edited by the accountant' };
  throw fault('2020', 'Required param missing', `Say what changes on ${definition.name} in "change"`);
}
