// The file that this tab is sending: it goes on while other pages are looked at, and says how far it is.
import { useSyncExternalStore } from 'react';
import { ApiError, problemOf } from '../api/client.ts';
import { words } from '../words.ts';

export interface Sending {
  readonly fileName: string;
  /** 0 to 1. */
  readonly share: number;
  /** Why it was not taken; null while it is on its way. */
  readonly problem: string | null;
}

let sending: Sending | null = null;
let request: XMLHttpRequest | null = null;
const listeners = new Set<() => void>();

function set(next: Sending | null): void {
  sending = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useSending = (): Sending | null => useSyncExternalStore(subscribe, () => sending);

export const forgetSending = (): void => set(null);

export function refuseFile(fileName: string, problem: string): void {
  set({ fileName, share: 0, problem });
}

export function stopSending(): void {
  request?.abort();
}

/** Resolves when the server has it, or it was refused: then `useSending` says why. By XMLHttpRequest, which tells how far it is. */
export function sendFile(file: File): Promise<void> {
  const { name } = file;
  set({ fileName: name, share: 0, problem: null });
  const stay = (event: BeforeUnloadEvent) => event.preventDefault();
  window.addEventListener('beforeunload', stay);
  return new Promise<void>((resolve) => {
    const upload = new XMLHttpRequest();
    request = upload;
    const end = (problem: string | null): void => {
      window.removeEventListener('beforeunload', stay);
      request = null;
      set(problem === null ? null : { fileName: name, share: 0, problem });
      resolve();
    };
    upload.upload.onprogress = ({ loaded, total }) => {
      set({ fileName: name, share: total === 0 ? 0 : loaded / total, problem: null });
    };
    upload.onload = () => end(upload.status === 201 ? null : refusalOf(upload).message);
    upload.onerror = () => end(words.import.broke);
    upload.onabort = () => end(null);
    upload.open('POST', `/api/v1/imports?name=${encodeURIComponent(name.slice(-200))}`);
    upload.setRequestHeader('accept', 'application/json');
    upload.setRequestHeader('content-type', 'application/octet-stream');
    upload.send(file);
  });
}

function refusalOf(upload: XMLHttpRequest): ApiError {
  try {
    return problemOf(upload.status, JSON.parse(upload.responseText));
  } catch {
    return new ApiError(words.errors.unreadable(upload.status), { status: upload.status, code: 'unreadable' });
  }
}
