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

export function tokenEncryption(key: Buffer): TokenEncryption {
  if (key.length !== keyLength) {
    throw new TokenEncryptionError('bad-key', `The encryption key has ${key.length} bytes instead of ${keyLength}.`);
  }
  return {
    encrypt(text, companyId) {
      const nonce = randomBytes(nonceLength);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(companyId));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    decrypt(sealed, companyId) {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceLength), {
        authTagLength: tagLength,
      });
      decipher.setAAD(Buffer.from(companyId));
      decipher.setAuthTag(sealed.subarray(nonceLength, nonceLength + tagLength));
      try {
        const text = Buffer.concat([decipher.update(sealed.subarray(nonceLength + tagLength)), decipher.final()]);
        return text.toString('utf8');
      } catch {
        throw new TokenEncryptionError(
          'undecipherable',
          'The stored QuickBooks tokens cannot be read with this encryption key. Use the key they were saved with, or reconnect.',
        );
      }
    },
  };
}
