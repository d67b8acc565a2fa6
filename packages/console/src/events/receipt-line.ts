// A part of an event as it stands on the receipt: "Wool scarf · apparel · 1 × · 90.00".

const named = ['description', 'itemClass', 'taxCode', 'paymentType', 'reason', 'vendor', 'card'] as const;

/** Empty where the part has nothing of it. What is in it comes from a till: it is text and nothing else. */
export function receiptLine(part: unknown): string {
  if (typeof part !== 'object' || part === null) return '';
  const fields = part as Readonly<Record<string, unknown>>;
  const text = (name: string) => (typeof fields[name] === 'string' ? [fields[name]] : []);
  const names = named.flatMap(text);
  const kind = names.length === 0 ? text('type') : [];
  const quantity = text('quantity').map((count) => `${count} ×`);
  return [...names, ...kind, ...quantity, ...text('amount')].join(' · ');
}
