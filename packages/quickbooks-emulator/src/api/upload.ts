// Uploads: files with what describes them, each made an Attachable of its own; and the address that a file is had from.
import { attachable } from '../entities/attachable.ts';
import { idOf, objectOf, type WriteContext } from '../entities/definition.ts';
import { createObject, readObject } from '../entities/write.ts';
import { type Call, headerOf } from '../http/exchange.ts';
import { type Part, partsOf } from '../http/multipart.ts';
import type { ApiObject } from '../store/objects.ts';
import { ApiFault, fault, faultBody, faults } from './fault.ts';
import { readBody } from './request-body.ts';

/** Parts go together by the number behind their names: `file_metadata_01` describes `file_content_01`. */
const contentName = /^file_content_(\w+)$/;

export function answerUpload(call: Call, context: WriteContext): ApiObject {
  if (context.company.settings.lapsed) throw faults.lapsed();
  const parts = partsOf(headerOf(call, 'content-type'), call.bytes);
  if (!parts)
    throw fault('2010', 'Request has invalid or unsupported property', 'The request body is not multipart/form-data');
  const contents = parts.filter(({ name }) => contentName.test(name));
  if (contents.length === 0) throw faults.missing('file_content_01');
  return { AttachableResponse: contents.map((content) => attachedOne(content, parts, context)) };
}

/** One of them may be refused while the others are kept, as in a batch. */
function attachedOne(content: Part, parts: readonly Part[], context: WriteContext): ApiObject {
  const [, number] = contentName.exec(content.name) ?? [];
  const described = parts.find(({ name }) => name === `file_metadata_${number}`);
  try {
    const metadata = described ? readBody(described.bytes.toString('utf8')) : {};
    const body = {
      FileName: content.fileName ?? `file_${number}`,
      ContentType: content.contentType,
      ...metadata,
    };
    const made = createObject(attachable, body, context);
    return { Attachable: withFile(made, content.bytes, context) };
  } catch (error) {
    if (error instanceof ApiFault) return { Fault: faultBody(error) };
    throw error;
  }
}

function withFile(made: ApiObject, bytes: Buffer, context: WriteContext): ApiObject {
  const { company, files, objects, clock } = context;
  const key = { realmId: company.realmId, type: attachable.name, id: Number(made.Id) };
  files.put(key.realmId, key.id, bytes);
  const stored = objects.get(key);
  if (!stored) throw new Error(`attachable ${key.id} was written and is not there`);
  objects.put(key, { ...stored, Size: bytes.length }, clock.now());
  return readObject(attachable, String(key.id), context);
}

/** Intuit answers an address, not the file. */
export function downloadAddress(id: string, context: WriteContext): string {
  const address = objectOf(readObject(attachable, String(idOf(id) ?? id), context))?.TempDownloadUri;
  if (typeof address !== 'string') throw faults.notFound();
  return address;
}
