// Sales forms and orders as a customer or vendor gets them: printed as a PDF, or sent by e-mail.
import { pacificTime } from '../clock.ts';
import { definitionOf } from '../entities/catalogue.ts';
import { type Definition, objectOf, type WriteContext } from '../entities/definition.ts';
import { listIn } from '../entities/links.ts';
import { present, readObject, storedObject } from '../entities/write.ts';
import { pdfOf } from '../http/pdf.ts';
import type { ApiObject } from '../store/objects.ts';
import { faults } from './fault.ts';

/** Such as /invoice/12/pdf; null where the path is none of these. */
export function formNamed(
  resource: readonly string[],
  action: 'pdf' | 'send',
): { definition: Definition; id: string } | null {
  const [name = '', id = '', last = ''] = resource;
  const definition = definitionOf(name);
  const isForm = definition?.fields.includes('EmailStatus') === true && resource.length === 3;
  return definition && isForm && last.toLowerCase() === action ? { definition, id } : null;
}

export function formPdf({ definition, id }: { definition: Definition; id: string }, context: WriteContext): Buffer {
  const form = readObject(definition, id, context);
  const party = objectOf(form.CustomerRef) ?? objectOf(form.VendorRef);
  const lines = listIn(form.Line).filter(({ DetailType }) => DetailType !== 'SubTotalLineDetail');
  return pdfOf([
    context.company.name,
    '',
    `${definition.name} ${String(form.DocNumber ?? form.Id)}`,
    `Date ${String(form.TxnDate)}`,
    ...(party ? [String(party.name)] : []),
    '',
    ...lines.map(({ Description, Amount }) => `${String(Description ?? '')}  ${Number(Amount ?? 0).toFixed(2)}`),
    '',
    `Total ${Number(form.TotalAmt).toFixed(2)} ${String(objectOf(form.CurrencyRef)?.value)}`,
  ]);
}

interface Sending {
  readonly definition: Definition;
  readonly id: string;
  /** In place of the address that the form has. */
  readonly sendTo: string | null;
}

/** Nothing leaves this machine: the form says that it was sent, as the live one does, with the sync token that it had. */
export function sendForm({ definition, id, sendTo }: Sending, context: WriteContext): ApiObject {
  const { company, clock, objects, webhooks } = context;
  if (company.settings.lapsed) throw faults.lapsed();
  const form = storedObject(definition, id, context);
  const field = definition.fields.includes('POEmail') ? 'POEmail' : 'BillEmail';
  const Address = sendTo ?? objectOf(form[field])?.Address;
  if (typeof Address !== 'string' || !/^[^\s@]+@[^\s@]+$/.test(Address)) throw faults.missing(`${field}.Address`);
  const time = pacificTime(clock.now()).replace(/\.\d+/, '');
  const sent = {
    ...form,
    EmailStatus: 'EmailSent',
    [field]: { ...objectOf(form[field]), Address },
    ...(definition.fields.includes('DeliveryInfo')
      ? { DeliveryInfo: { DeliveryType: 'Email', DeliveryTime: time } }
      : {}),
    MetaData: { ...objectOf(form.MetaData), LastUpdatedTime: time },
  };
  objects.put({ realmId: company.realmId, type: definition.name, id: Number(form.Id) }, sent, clock.now());
  webhooks.note(company.realmId, { name: definition.name, id: String(form.Id), operation: 'Emailed' });
  return present(definition, sent, context);
}
