// Attachable: a note, or a file with what it is attached to.
import { fault, faults } from '../api/fault.ts';
import type { ApiObject } from '../store/objects.ts';
import {
  commonReadOnly,
  type Definition,
  fieldNames,
  idOf,
  objectOf,
  referenceValue,
  type WriteContext,
} from './definition.ts';
import { listIn } from './links.ts';
import { transactionKinds } from './transaction-kinds.ts';

const fileNameLengthMax = 1000;
const noteLengthMax = 2000;
const linkCountMax = 10_000;
const computed = ['FileAccessUri', 'TempDownloadUri', 'Size', 'ThumbnailFileAccessUri', 'ThumbnailTempDownloadUri'];

const attachedTo: readonly string[] = [
  ...transactionKinds.map(({ name }) => name),
  ...['JournalEntry', 'TimeActivity', 'Account', 'Customer', 'Vendor', 'Employee', 'Item', 'Class', 'Department'],
];

export const attachable: Definition = {
  name: 'Attachable',
  kind: 'list',
  isRemoved: true,
  fields: fieldNames('Attachable'),
  readOnly: [...commonReadOnly, ...computed],
  prepare,
  afterRemove: (object, { company, files }) => files.remove(company.realmId, Number(object.Id)),
  present: (object, context) => ({ ...object, ...addressesOf(object, context) }),
};

function prepare(draft: ApiObject, before: ApiObject | null, context: WriteContext): ApiObject {
  const limits = [
    ['FileName', fileNameLengthMax],
    ['Note', noteLengthMax],
  ] as const;
  for (const [field, max] of limits) {
    const { length } = String(draft[field] ?? '');
    if (length > max) throw faults.tooLong(field, max, length);
  }
  if (!draft.FileName && !draft.Note) throw faults.missing('FileName or Note');
  const links = listIn(draft.AttachableRef);
  if (links.length > linkCountMax) throw fault('2050', 'Invalid String Length', `At most ${linkCountMax} links`);
  return {
    ...draft,
    ...(before?.Size === undefined ? {} : { Size: before.Size }),
    ...(links.length === 0 ? {} : { AttachableRef: links.map((link) => attachmentOf(link, context)) }),
  };
}

function attachmentOf(link: ApiObject, { company, objects }: WriteContext): ApiObject {
  const reference = objectOf(link.EntityRef);
  // A link without an entity only says what is to be sent along.
  if (!reference) return link;
  const type = attachedTo.find((name) => name.toLowerCase() === String(reference.type ?? '').toLowerCase());
  if (!type) throw faults.enumeration('EntityRef.type', reference.type);
  const value = referenceValue(reference) ?? '';
  if (!objects.get({ realmId: company.realmId, type, id: idOf(value) ?? 0 })) throw faults.badReference(type, value);
  return { ...link, EntityRef: { value, type } };
}

/** Where its file is: by the API with a token, or for a quarter of an hour by a signed address without one. */
function addressesOf(object: ApiObject, context: WriteContext): ApiObject {
  if (object.Size === undefined) return {};
  const { company, downloads } = context;
  const id = Number(object.Id);
  return {
    FileAccessUri: `/v3/company/${company.realmId}/download/${id}`,
    TempDownloadUri: downloads.addressOf({ realmId: company.realmId, id }),
  };
}
