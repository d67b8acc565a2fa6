// Why something that a person asked for is not done: a stable code, and a sentence for people.
export type OperationRefusal = { readonly ok: false; readonly code: string; readonly message: string };
