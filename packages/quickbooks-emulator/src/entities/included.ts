// What an answer has besides, or has more of, because `include` asked for it.
import { transactionPath } from '../pages/transaction-path.ts';
import type { ApiObject } from '../store/objects.ts';
import { objectOf, type WriteContext } from './definition.ts';
import type { Includes } from './includes.ts';
import { listIn } from './links.ts';

export function withIncluded(type: string, object: ApiObject, context: WriteContext): ApiObject {
  const shown = object.CustomField === undefined ? object : withCustomFields(type, object, context.includes);
  if (type !== 'Invoice' || !context.includes.has('invoicelink') || !isPaidOnline(object)) return shown;
  const { company, origin } = context;
  const path = transactionPath({ realmId: company.realmId, type, id: String(object.Id) });
  return { ...shown, InvoiceLink: `${origin}${path}` };
}

/** A link is made only where there is a way to pay, and somebody to send it to. */
function isPaidOnline(invoice: ApiObject): boolean {
  const ways = ['AllowOnlinePayment', 'AllowOnlineCreditCardPayment', 'AllowOnlineACHPayment'];
  const { Address } = objectOf(invoice.BillEmail) ?? {};
  return ways.some((way) => invoice[way] === true) && typeof Address === 'string' && Address !== '';
}

/** Before there were fields of other types and for names, forms had three of text: all that is shown to those who do not ask. */
const formsWithFields = ['Invoice', 'SalesReceipt', 'Estimate', 'CreditMemo', 'RefundReceipt', 'PurchaseOrder'];
const plainFieldsMax = 3;

function withCustomFields(type: string, object: ApiObject, includes: Includes): ApiObject {
  if (includes.has('enhancedallcustomfields')) return object;
  const { CustomField, ...others } = object;
  const texts = listIn(CustomField).filter(({ Type = 'StringType' }) => Type === 'StringType');
  const shown = formsWithFields.includes(type) ? texts.slice(0, plainFieldsMax) : [];
  return shown.length === 0 ? others : { ...object, CustomField: shown };
}
