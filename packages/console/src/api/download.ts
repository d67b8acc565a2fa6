// A file that the server makes of what it is sent: kept by the browser as any download.
import { fetched } from './client.ts';

export interface Download {
  readonly path: string;
  readonly body: object;
  readonly fileName: string;
}

export async function download({ path, body, fileName }: Download): Promise<void> {
  const response = await fetched('POST', path, { body });
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(address);
}
