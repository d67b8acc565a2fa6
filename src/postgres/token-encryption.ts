// Tokens at rest: AES-256-GCM, a fresh nonce each, bound to the company they belong to.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const keyLength = 32;
const nonceLength = 12;
const tagLength = 16;

export class TokenEncryptionError extends Error {
  readonly code: 'bad-key' | 'undecipherable';

  constructor(code: TokenEncryptionError['code'], message: string) {
    super(message);
    this.name = 'TokenEncryptionError';
    this.code = code;
  }
}

export interface TokenEncryption {
  encrypt(text: string, companyId: string): Buffer;
  decrypt(sealed: Buffer, companyId: string): string;
}

/** The key in force, then those before it: what was encrypted with one of them is still read. Asked anew each time. */
export type KeyRing = () => readonly Buffer[];

export function tokenEncryption(keyRing: KeyRing): TokenEncryption {
  const keys = (): readonly [Buffer, ...Buffer[]] => {
    const [current, ...earlier] = keyRing();
    for (const { length } of [current ?? Buffer.alloc(0), ...earlier]) {
      if (length === keyLength) continue;
      throw new TokenEncryptionError('bad-key', `An encryption key has ${length} bytes instead of ${keyLength}.`);
    }
    return [current ?? Buffer.alloc(0), ...earlier];
  };
  keys();
  return {
    encrypt(text, companyId) {
      const [key] = keys();
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(companyId));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    decrypt(sealed, companyId) {
      for (const key of keys()) {
        const text = opened(sealed, { key, companyId });
        if (text !== null) return text;
      }
      throw new TokenEncryptionError(
        'undecipherable',
        'The stored QuickBooks tokens cannot be read with this encryption key. Use the key they were saved with, or reconnect.',
      );
    },
  };
}

/** Null with another key than it was sealed with. */
function opened(sealed: Buffer, { key, companyId }: { key: Buffer; companyId: string }): string | null {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceLength), {
    authTagLength: tagLength,
  });
  decipher.setAAD(Buffer.from(companyId));
  decipher.setAuthTag(sealed.subarray(nonceLength, nonceLength + tagLength));
  try {
    const text = Buffer.concat([decipher.update(sealed.subarray(nonceLength + tagLength)), decipher.final()]);
    return text.toString('utf8');
  } catch {
    return null;
  }
}
